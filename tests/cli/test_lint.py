"""`chartgen lint` as a user meets it: exit codes, streams, formats, wrong input."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.lint_demo import RULES, UNUSED, lines


def test_a_chart(lint, demo: Path):
    result = lint("demo")
    assert (result.code, result.err) == (0, "")
    [found] = lines(result)
    assert found.startswith(UNUSED)
    assert found.endswith("[volume-unused]")
    assert result.out.endswith("\n1 file: 1 warning\n")


def test_exit_codes(lint, demo: Path):
    assert lint("demo", "--fail-on", "warning").code == 1
    result = lint("pod.yaml")
    assert (result.code, len(lines(result))) == (1, 2)
    assert lint("pod.yaml", "--skip-rule", "unknown-field").code == 0
    assert lint("pod.yaml", "--skip-rule", "unknown-field", "--skip-rule", "volume-unused").out == (
        "1 file: no findings\n"
    )


def test_formats(lint, demo: Path):
    result = lint("demo", "--format", "json", "--format", "sarif:o.sarif", "--format", "text:o.txt")
    report = json.loads(result.out)
    assert report["verb"] == "lint"
    [found] = report["findings"]
    assert found["location"]["object"] == "Pod/default/release-name"
    assert found["scenarios"] == ["volumes"]
    assert json.loads((demo / "o.sarif").read_text())["version"] == "2.1.0"
    assert (demo / "o.txt").read_text().startswith(UNUSED)
    result = lint("demo", "--format", "github", "--format", "junit:o.xml")
    assert result.out.startswith("::warning file=demo/templates/pod.yaml,line=12,")
    assert "<testsuites" in (demo / "o.xml").read_text()


@pytest.mark.parametrize(
    ("argv", "code", "err"),
    [
        (["demo", "--rule", "volume-unsed"], 2, "error: --rule: 'volume-unsed' is no rule\n  hint: did you mean 'volume-unused'?\n"),
        (["demo", "--skip-rule", "x"], 2, "error: --skip-rule: 'x' is no rule\n  hint: `chartgen rules` lists all\n"),
        (["demo", "--kube-version", "1.3"], 2, "error: --kube-version: no schemas for Kubernetes '1.3'\n"),
        (["demo", "--max-findings", "-1"], 2, "error: invalid value for '--max-findings'"),
        (["demo", "--each"], 2, "error: --each needs values files\n"),
        (["demo", "demo"], 2, "error: one chart at a time: 'demo demo'\n"),
        (["demo", "--format", "xml"], 2, "error: --format: 'xml' is no format\n"),
        (["demo", "--fix", "--write-baseline", "b.json"], 2, "error: --write-baseline and --fix contradict each other\n"),
        (["-", "--changed-since", "HEAD"], 2, "error: --changed-since: <stdin>: not a file or folder"),
        ([], 3, "  hint: name one: `chartgen lint CHART`\n"),
        (["none"], 3, "error: none: cannot be read: No such file or directory\n"),
        (["none.yaml"], 3, "error: none.yaml: no such file\n"),
        (["demo/templates/pod.yaml"], 3, "error: demo/templates/pod.yaml:"),
        (["empty"], 3, "error: empty: holds neither a chart nor manifests\n"),
        (["demo", "-f", "none.yaml"], 3, "error: none.yaml: no such file\n"),
        (["demo", "--baseline", "none.json"], 3, "error: none.json: no such file\n"),
        (["demo", "--baseline", "pod.yaml"], 3, "error: pod.yaml: is no JSON: "),
        (["--config", "none.yaml", "demo"], 2, "error: no such option"),
    ],
)  # fmt: skip
def test_wrong_input(run: Run, demo: Path, argv: list[str], code: int, err: str):
    (demo / "empty").mkdir()
    result = run("lint", *argv)
    assert (result.code, result.out) == (code, "")
    assert err in result.err


def test_the_worst_first(lint, demo: Path):
    result = lint("pod.yaml", "--max-findings", "1", "--format", "text", "--format", "json:o.json")
    assert result.code == 1
    assert [line.split()[1] for line in lines(result)] == ["error:"]
    assert result.out.endswith("1 file: 1 error, 1 warning\n")
    assert result.err == "1 more are not shown\n"
    assert len(json.loads((demo / "o.json").read_text())["findings"]) == 2
    assert lines(lint("pod.yaml", "--max-findings", "0")) == []
    assert lint("pod.yaml", "--max-findings", "2").err == ""
    machine = lint("pod.yaml", "--max-findings", "0", "--format", "json")
    assert (len(json.loads(machine.out)["findings"]), machine.err) == (2, "")


def test_quiet(run: Run, demo: Path):
    result = run("-q", "lint", "pod.yaml", *RULES, "--max-findings", "1", "--fix")
    assert (len(result.out.splitlines()), result.err) == (1 + result.out.count("  hint:"), "")
