"""What the configuration asks of `chartgen lint`, and that options win over it."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.lint_demo import lines


def test_the_configuration_beside_the_chart(run: Run, demo: Path):
    (demo / "more.yaml").write_text("volumes: [more]\n")
    (demo / "demo/chartgen.yaml").write_text(
        "lint:\n"
        "  rules: {only: [volume-unused, unknown-field], skip: [unknown-field]}\n"
        "  severities: {volume-unused: error}\n"
        "  scenarios: [../more.yaml, ci/*.yaml]\n"
        "  namespace: prod\n"
        "  kubeVersions: ['1.30']\n"
    )
    (demo / "chartgen.yaml").write_text("lint: {namespace: other}\n")
    result = run("lint", "demo", "--format", "json")
    found = json.loads(result.out)["findings"]
    assert result.code == 1
    assert {each["location"]["object"] for each in found} == {"Pod/prod/release-name"}
    assert sorted(each["scenarios"] for each in found) == [["more"], ["volumes"]]
    assert run("lint", cwd=demo / "demo").code == 1
    assert "/more/" not in run("lint", "demo", "-n", "x", "--format", "json").out
    other = run("--config", "chartgen.yaml", "lint", "demo", "--rule", "volume-unused", "--format", "json")
    assert {each["location"]["object"] for each in json.loads(other.out)["findings"]} == {
        "Pod/other/release-name"
    }
    assert run("lint", "demo", "--rule", "unknown-field").out == "1 file: no findings\n"
    assert run("lint", "demo", "--skip-rule", "volume-unused").out == "1 file: no findings\n"


def test_the_configuration_of_manifests_and_its_baseline(run: Run, demo: Path):
    (demo / "chartgen.yaml").write_text(
        "lint:\n  baseline: known/b.json\n  rules: {only: [volume-unused, unknown-field]}\n"
        "  paths: [{path: '*.yaml', skip: [volume-unused]}]\n"
    )
    missing = run("lint", "pod.yaml")
    assert (missing.code, missing.err.splitlines()) == (
        3,
        [
            "error: known/b.json: no such file",
            "  hint: `chartgen lint --write-baseline known/b.json` writes it",
        ],
    )
    assert run("lint", "pod.yaml", "--write-baseline", "known/b.json").err == (
        "1 finding written to known/b.json\n"
    )
    assert json.loads((demo / "known/b.json").read_text())["findings"][0]["file"] == "../pod.yaml"
    assert run("lint", "pod.yaml").out == "1 file: no findings\n"


@pytest.mark.parametrize("name", ["A B", "a.b", "-a"])
def test_a_namespace_that_cannot_be(run: Run, demo: Path, name: str):
    problem = f'no namespace can be called "{name}": up to 63 small letters, digits and -'
    for path in ("demo", "pod.yaml"):
        refused = run("lint", path, f"--namespace={name}")
        assert (refused.code, refused.out) == (2, "")
        assert refused.err.startswith(f"error: --namespace: {problem}\n")
    (demo / "demo/chartgen.yaml").write_text(f"lint: {{namespace: '{name}'}}\n")
    refused = run("lint", "demo")
    assert (refused.code, problem in refused.err) == (3, True)
    assert refused.err.startswith("error: demo/chartgen.yaml:1:19: lint.namespace: no namespace")
    (demo / "demo/chartgen.yaml").unlink()
    (demo / "demo/ci/volumes-values.yaml").write_text(f"# A comment.\n# Namespace: {name}\nvolumes: []\n")
    refused = run("lint", "demo")
    assert (refused.code, refused.out) == (3, "")
    assert refused.err.startswith(f"error: demo/ci/volumes-values.yaml: {problem}\n")
    # As of Helm, which asks no cluster.
    rendered = run("render", "demo", f"--namespace={name}")
    assert (rendered.code, f"  namespace: {name}\n" in rendered.out) == (0, True)


@pytest.mark.parametrize("version", ["9.3", "foo"])
def test_a_scenario_for_a_version_that_there_is_not(run: Run, demo: Path, version: str):
    (demo / "demo/ci/volumes-values.yaml").write_text(f"# Kubernetes: {version}\nvolumes: []\n")
    refused = run("lint", "demo")
    assert (refused.code, refused.out) == (3, "")
    assert refused.err.startswith("error: demo/ci/volumes-values.yaml: ")
    assert "change the comment `# Kubernetes:`" in refused.err


@pytest.mark.parametrize("option", ["--namespace", "--release-name"])
def test_an_empty_name_is_none(run: Run, demo: Path, option: str):
    refused = run("lint", str(demo / "demo"), option, "")
    assert (refused.code, refused.out) == (2, "")
    assert option in refused.err


def test_a_configuration_that_is_wrong(run: Run, demo: Path):
    (demo / "demo/chartgen.yaml").write_text("lint:\n  rules:\n    skip: [volume-unsed]\n")
    result = run("lint", "demo")
    assert (result.code, result.out) == (3, "")
    assert result.err.startswith(
        "error: demo/chartgen.yaml:3:12: lint.rules.skip[0]: 'volume-unsed' is no rule\n"
    )


def test_a_pattern_of_paths_that_no_file_has(run: Run, demo: Path):
    text = "lint:\n  rules: {only: [suppression-unused]}\n  paths:\n"
    text += "    - {path: templates/*.yaml, skip: [volume-unused]}\n    - {path: templats/**, skip: [unknown-field]}\n"
    (demo / "demo/chartgen.yaml").write_text(text)
    result = run("lint", "demo")
    [found] = lines(result)
    assert found.startswith("demo/chartgen.yaml:5:14: ")
    assert found.endswith(": no file of the chart matches 'templats/**' [suppression-unused]")
    assert lines(run("lint", ".", cwd=demo / "demo"))[0].startswith("chartgen.yaml:5:14: ")
    (demo / "demo/.helmignore").write_text("chartgen.yaml\n")
    assert len(lines(run("lint", "demo"))) == 1
    assert run("lint", "demo", "--fix").err == "0 fixed\n"
    # One that stands above may be about several charts.
    (demo / "demo/chartgen.yaml").rename(demo / "chartgen.yaml")
    assert run("lint", "demo").out == "1 file: no findings\n"
