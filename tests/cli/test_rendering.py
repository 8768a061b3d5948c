from pathlib import Path

from chartgen.cli.rendering import _names
from tests.cli.conftest import Run


def test_scenarios_are_named_after_their_first_file():
    assert _names([["ci/01-a-values.yaml"], ["b.yaml"], ["x/b.yaml"], ["-"], []]) == [
        "01-a",
        "b",
        "b-2",
        "stdin",
        "default",
    ]


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
