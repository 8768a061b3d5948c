"""`chartgen lint --validator`."""

from pathlib import Path

from tests.cli.conftest import Run

OBJECT = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: a}
date: {}
"""


def test_the_command_line_chooses(run: Run, kubeconform_program: str, tmp_path: Path):
    (tmp_path / "a.yaml").write_text(OBJECT)
    argv = ["lint", "--rule", "unknown-field", "a.yaml", "--validator"]
    ours = run(*argv, "embedded")
    theirs = run(*argv, "kubeconform", env={"PATH": str(Path(kubeconform_program).parent)})
    assert "a.yaml:4:1: error: ConfigMap/default/a: date: ConfigMap has no such field" in theirs.out
    assert theirs.out.splitlines()[0] == ours.out.splitlines()[0]
    assert (theirs.code, ours.code) == (1, 1)


def test_a_program_that_is_missing(run: Run, tmp_path: Path):
    (tmp_path / "a.yaml").write_text(OBJECT)
    found = run("lint", "a.yaml", "--validator", "kubeconform", env={"PATH": str(tmp_path)})
    assert found.code == 4
    assert "the program kubeconform is not there" in found.err
    assert "go install" in found.err
