"""What the configuration asks of `chartgen lint`, and that options win over it."""

import json
from pathlib import Path

from tests.cli.conftest import Run


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
    assert (missing.code, missing.err.splitlines()[0]) == (3, "error: known/b.json: no such file")
    assert run("lint", "pod.yaml", "--write-baseline", "known/b.json").err == "1 written\n"
    assert json.loads((demo / "known/b.json").read_text())["findings"][0]["file"] == "../pod.yaml"
    assert run("lint", "pod.yaml").out == "1 file: no findings\n"


def test_a_configuration_that_is_wrong(run: Run, demo: Path):
    (demo / "demo/chartgen.yaml").write_text("lint:\n  rules:\n    skip: [volume-unsed]\n")
    result = run("lint", "demo")
    assert (result.code, result.out) == (3, "")
    assert result.err.startswith(
        "error: demo/chartgen.yaml:3:12: lint.rules.skip[0]: 'volume-unsed' is no rule\n"
    )
