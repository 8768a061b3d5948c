from pathlib import Path

from tests.cli.conftest import Run


def test_the_definition_is_found_from_a_folder_below(run: Run, project: Path):
    below = project / "a/b"
    below.mkdir(parents=True)
    result = run("generate", "--check", cwd=below)
    assert (result.code, result.out) == (0, "")


def test_a_named_definition_wins(run: Run, project: Path):
    assert run("--config", "missing.yaml", "generate").code == 3
