from pathlib import Path

from chartgen.cli.rendering import _names
from tests.cli.conftest import Run


def test_scenarios_are_named_after_their_first_file():
    assert _names([["ci/01-a-values.yaml"], ["b.yaml"], ["x/b.yaml"], ["-"], []]) == [
        "01-a",
        "b",
        "x-b",
        "stdin",
        "default",
    ]
    assert _names([["c/prod/values.yaml"], ["c/dev/values.yaml"]]) == ["prod", "dev"]
    assert _names([["a/x/v.yaml"], ["b/x/v.yaml"], ["/v.yaml"]]) == ["a-x-v", "b-x-v", "v"]
    assert _names([["b.yaml"], ["b.yaml"], ["b-2.yaml"], ["b.yaml"]]) == ["b", "b-3", "b-2", "b-4"]
    assert _names([["../v.yaml"], ["v.yaml"]]) == ["v", "v-2"]


def test_many_files_of_one_name_are_no_burden():
    names = _names([["values.yaml"]] * 20_000)
    assert len({*names}) == 20_000
    assert names[-1] == "values-20000"


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
