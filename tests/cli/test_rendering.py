import subprocess
import sys
from pathlib import Path

from tests.cli.conftest import ROOT, Run

CHART = str(ROOT / "charts/multus-ipvlan")


HOOK = "kind: Job\nmetadata:\n  name: a\n  annotations: {helm.sh/hook: test}\n"


def test_what_it_wrote_itself_is_overwritten_and_counted(run: Run, tmp_path: Path):
    """Also a stream that starts with a hook, and one of selected templates."""
    for path, text in {
        "Chart.yaml": "apiVersion: v2\nname: c\nversion: 0.1.0\n",
        "templates/a.yaml": HOOK,
        "templates/b.yaml": f"{HOOK}---\n{HOOK}",
    }.items():
        (tmp_path / "c" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "c" / path).write_text(text)
    for _ in range(2):
        result = run("render", "c", "--output-dir", "out")
        assert result.code == 0, result.err
        assert "out/default/manifests.yaml: 3 objects" in result.err
    assert (
        "manifests.yaml: 1 objects" in run("render", "c", "-s", "templates/a.yaml", "--output-dir", "o").err
    )


def test_the_configured_chart_is_found_where_the_definition_says(run: Run, project: Path):
    (project / "chartgen.yaml").rename(project / "other.yaml")
    result = run("--config", "other.yaml", "render", "--output-dir", "out")
    assert result.code == 0
    assert "out/default/manifests.yaml" in result.err
    assert (project / "out/default/manifests.yaml").is_file()


def test_a_configuration_without_a_chart_needs_one_named(run: Run, tmp_path: Path):
    (tmp_path / "chartgen.yaml").write_text("lint: {}\n")
    assert run("render").code == 2
    assert run("generate").code == 3


def test_an_output_folder_that_is_a_file(run: Run, project: Path):
    (project / "file").write_text("x")
    result = run("render", "--output-dir", "file")
    assert result.code == 3
    assert (project / "file").read_text() == "x"


def test_odd_places_under_an_output_folder(run: Run, tmp_path: Path):
    file = tmp_path / "out/default/manifests.yaml"
    file.parent.mkdir(parents=True)
    file.write_text("\n")
    assert run("render", CHART, "--output-dir", "out").code == 0
    file.unlink()
    file.mkdir()
    assert run("render", CHART, "--output-dir", "out").code == 5


def test_what_is_said_beside_the_result(run: Run):
    assert run("-q", "render", CHART, "--output-dir", "out").err == ""
    assert "1 scenarios" in run("-v", "render", CHART).err


def test_crds_count_too(run: Run, tmp_path: Path):
    for path, text in {
        "Chart.yaml": "apiVersion: v2\nname: c\nversion: 0.1.0\n",
        "templates/a.yaml": f"kind: A\n---\n{HOOK}",
        "crds/x.yaml": "kind: CustomResourceDefinition\nmetadata: {name: x}\n",
    }.items():
        (tmp_path / "c" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "c" / path).write_text(text)
    assert "manifests.yaml: 3 objects" in run("render", "c", "--include-crds", "--output-dir", "out").err


def test_a_configuration_above_knows_its_chart(run: Run, project: Path):
    (project / "below").mkdir()
    assert run("--config", "../chartgen.yaml", "render", cwd=project / "below").code == 0


def test_closed_standard_input_has_a_hint():
    command = f"{sys.executable} -m chartgen render charts/multus-ipvlan -f - <&-"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, cwd=ROOT, check=False)
    assert "hint: give a file, or pipe the values in" in done.stderr
