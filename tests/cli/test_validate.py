"""`chartgen validate` as a user meets it: exit codes, streams, formats, many files."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT, Run

CHART = str(ROOT / "charts/multus-ipvlan")
GOOD = "networks: {data: {master: eth1, range: 10.0.0.0/24}}\n"
WARNS = "networks: {data: {master: eth1, range: 10.0.0.0/24, rangeEnd: 10.9.0.1}}\n"
BAD = "networks: {data: {range: 10.0.0.0/24}}\n"
NAD = (
    "apiVersion: k8s.cni.cncf.io/v1\nkind: NetworkAttachmentDefinition\nmetadata: {name: a}\nspec:\n  config: >-\n"
    '    {"cniVersion": "0.3.1", "type": "ipvlan", "master": "eth1",\n'
    '     "ipam": {"type": "whereabouts", "ipRanges": [{"range": "10.0.0.0/24"}, {"range": "10.0.0.0/24"}]}}\n'
)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    for name, text in {"good": GOOD, "warns": WARNS, "bad": BAD, "nad": NAD}.items():
        (tmp_path / f"{name}.yaml").write_text(text)
    return tmp_path


def test_good_values(run: Run, files: Path):
    result = run("validate", CHART, "-f", "good.yaml")
    assert (result.code, result.out, result.err) == (0, "1 file: no findings\n", "")


def test_a_threshold_decides(run: Run, files: Path):
    assert run("validate", CHART, "-f", "warns.yaml").code == 0
    result = run("validate", CHART, "-f", "warns.yaml", "--fail-on", "warning")
    assert result.code == 1
    assert "warns.yaml:1:63: warning: networks.data.rangeEnd: range_end is ignored" in result.out


def test_wrong_values_are_findings(run: Run, files: Path):
    result = run("validate", CHART, "-f", "bad.yaml")
    assert result.code == 1
    assert result.out.startswith(
        "bad.yaml:1:12: error: networks.data.master: missing; name the node's interface"
    )


def test_every_file_by_itself_or_all_together(run: Run, files: Path):
    together = run("validate", CHART, "-f", "bad.yaml", "-f", "good.yaml")
    assert together.code == 0
    each = run("validate", CHART, "--each", "-f", "bad.yaml", "-f", "good.yaml")
    assert each.code == 1
    assert "2 files: 1 error" in each.out
    assert run("validate", CHART, "--each").code == 2
    assert run("validate", CHART, "--each", "bad.yaml", "good.yaml").out == each.out
    assert run("validate", "--each", "-f", "bad.yaml", CHART, "good.yaml").out == each.out
    assert run("validate", CHART, "bad.yaml").code == 2


def test_a_file_that_cannot_be_read_hides_no_other(run: Run, files: Path):
    (files / "broken.yaml").write_text("a: [\n")
    result = run("validate", CHART, "--each", "-f", "none.yaml", "-f", "broken.yaml", "-f", "bad.yaml")
    assert result.code == 3
    assert "bad.yaml:1:12: error" in result.out
    assert "none.yaml: no such file" in result.err
    assert "broken.yaml:2:1" in result.err or "broken.yaml:1:4" in result.err


def test_a_file_that_cannot_be_read_is_in_every_report(run: Run, files: Path):
    (files / "tab.yaml").write_text("a:\n\tb: 1\n")
    given = [CHART, "--each", "-f", "tab.yaml", "-f", "good.yaml"]
    result = run("validate", *given, "--format", "text", "--format", "junit:j.xml", "--format", "json:o.json")
    assert (result.code, result.out) == (3, "2 files: 1 error\n")
    assert result.err.startswith("error: tab.yaml:2:1: ")
    junit = (files / "j.xml").read_text()
    assert '<testsuites tests="2" failures="1"' in junit
    report = json.loads((files / "o.json").read_text())
    assert report["summary"]["inputs"] == ["tab.yaml", "good.yaml"]
    [found] = report["findings"]
    assert (found["rule"], found["severity"]) == ("unreadable", "error")
    assert found["location"] == {"file": "tab.yaml", "line": 2, "column": 1}
    result = run("validate", *given, "--format", "github")
    assert result.code == 3
    assert result.out.startswith("::error file=tab.yaml,line=2,col=1,title=unreadable::")
    result = run(
        "validate", "--manifests", "tab.yaml", "nad.yaml", "--format", "text:o.txt", "--format", "sarif"
    )
    assert result.code == 3
    [of_manifest] = json.loads(result.out)["runs"][0]["results"]
    assert of_manifest["ruleId"] == "unreadable"
    text = (files / "o.txt").read_text()
    assert text.startswith("tab.yaml:2:1: error: ")
    assert text.endswith("2 files: 1 error\n")


def test_formats(run: Run, files: Path):
    result = run("validate", CHART, "-f", "bad.yaml", "--format", "json", "--format", "sarif:out.sarif")
    report = json.loads(result.out)
    assert report["verb"] == "validate"
    assert report["findings"][0]["location"] == {
        "file": "bad.yaml",
        "line": 1,
        "column": 12,
        "valuesPath": "networks.data.master",
    }
    assert json.loads((files / "out.sarif").read_text())["version"] == "2.1.0"
    assert run("validate", CHART, "-f", "bad.yaml", "--format", "xml").code == 2


def test_standard_input_and_options(run: Run, files: Path):
    result = run("validate", CHART, "-f", "-", "--set", "networks.data.mode=L2", stdin=GOOD.encode())
    assert result.code == 1
    assert result.out.startswith("--set networks.data.mode=L2: error: networks.data.mode: must be one of")


def test_what_only_helm_can_tell(run: Run, files: Path):
    (files / "extra.yaml").write_text(GOOD + 'extraObjects: ["{{ .Values.none.such }}"]\n')
    result = run("validate", CHART, "-f", "extra.yaml")
    assert result.code == 1
    assert "[render-failed]" in result.out


def test_a_chart_of_somebody_else(run: Run, files: Path):
    for path, text in {
        "Chart.yaml": "apiVersion: v2\nname: c\nversion: 0.1.0\n",
        "templates/a.yaml": 'kind: {{ required "a: missing" .Values.a }}',
    }.items():
        (files / "c" / path).parent.mkdir(parents=True, exist_ok=True)
        (files / "c" / path).write_text(text)
    result = run("validate", "c", "--set", "b=1")
    assert result.code == 1
    assert "a: missing [render-failed]" in result.out
    assert run("validate", "c", "--set", "a=1").code == 0


def test_what_is_known_of_the_cluster(run: Run, files: Path):
    result = run("validate", CHART, "-f", "good.yaml", "--pod-cidr", "10.0.0.0/8", "--fail-on", "warning")
    assert result.code == 1
    assert "overlaps with the range of the cluster's pods 10.0.0.0/8" in result.out
    result = run("validate", CHART, "-f", "good.yaml", "--kube-version", "v1.33.1+k3s1")
    assert "platform: the cluster says that it is k3s" in result.out


def test_manifests(run: Run, files: Path):
    result = run("validate", "--manifests", "nad.yaml")
    assert (result.code, result.out) == (0, "1 file: no findings\n")
    result = run("validate", "--manifests", "nad.yaml", "--whereabouts-version", "v0.9.4")
    assert result.code == 1
    assert (
        "nad.yaml:5:11: error: NetworkAttachmentDefinition/default/a: ipam.ipRanges[1].range:" in result.out
    )
    (files / "more").mkdir()
    (files / "nad.yaml").rename(files / "more/nad.yml")
    (files / "more/notes.txt").write_text("[")
    result = run("validate", "--whereabouts-version", "0.9.4", "--manifests", "more", "-", stdin=b"{}")
    assert result.code == 1
    assert result.out.endswith("2 files: 1 error\n")


def test_the_namespace_of_manifests_that_name_none(run: Run, files: Path):
    result = run("validate", "--manifests", "nad.yaml", "-n", "blue", "--whereabouts-version", "v0.9.4")
    assert "NetworkAttachmentDefinition/blue/a" in result.out


def test_the_definition_gives_the_versions(run: Run, files: Path):
    assert run("init", "--name", "acme-net").code == 0
    assert run("validate", "--manifests", "nad.yaml").code == 0
    text = (files / "chartgen.yaml").read_text()
    (files / "chartgen.yaml").write_text(text.replace('platform: "gke"', 'platform: "generic"'))
    assert run("validate", "--manifests", "nad.yaml").code == 1


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["a", "b"], 2, "one chart at a time"),
        (["--manifests"], 2, "--manifests needs files"),
        (["--manifests", "x", "-f", "y"], 2, "--manifests takes no --values"),
        (["--manifests", "x", "--each"], 2, "--manifests takes no --each"),
        (["--manifests", "x", "--set", "a=1"], 2, "--manifests takes no --set"),
        (["--manifests", "x", "--set-json", "a=1"], 2, "--manifests takes no --set-json"),
        (["--manifests", "x", "--kube-version", "1.30"], 2, "--manifests takes no --kube-version"),
        (["--manifests", "x", "--release-name", "release-name"], 2, "--manifests takes no --release-name"),
        ([CHART, "--kube-version", "foo"], 2, "'foo' is not a Kubernetes version"),
        ([CHART, "--release-name", "Bad N"], 2, "'Bad N' cannot be the name of a release"),
        ([CHART, "--kube-version", "1.20"], 3, "Chart.yaml:8:14: the chart requires kubeVersion"),
        (["--manifests", "none.yaml"], 3, "none.yaml: no such file"),
        ([CHART, "--whereabouts-version", "0.9.4"], 2, "the values choose the versions"),
        (["--manifests", "nad.yaml", "--whereabouts-version", "latest"], 2, "'latest' is no version"),
        ([CHART, "--pod-cidr", "10.0.0.0"], 2, "'10.0.0.0' is no network"),
        (["none"], 3, "none: cannot be read"),
        ([CHART, "--fail-on", "never"], 2, "'never' is not one of"),
    ],
)
def test_wrong_command_lines(run: Run, files: Path, arguments, code, said):
    result = run("validate", *arguments)
    assert result.code == code, result
    assert said in result.err
    assert result.out == ("1 file: 1 error\n" if arguments[-1] == "none.yaml" else "")


def test_where_nothing_was_checked_a_warning_says_so(run: Run, files: Path):
    (files / "empty").mkdir()
    for path in ("good.yaml", "empty"):
        result = run("validate", "--manifests", path)
        assert (result.code, result.out.partition(" nothing was checked")[0]) == (0, f"{path}: warning:")
    assert run("validate", "--manifests", "good.yaml", "nad.yaml", "--fail-on", "warning").code == 0


def test_files_of_a_folder_are_read_in_the_order_of_their_names(run: Run, tmp_path: Path):
    for name in ("e", "b", "d", "a", "c"):
        (tmp_path / f"{name}.yaml").write_text(NAD.replace("name: a", f"name: {name}"))
    result = run("validate", "--manifests", str(tmp_path), "--format", "json")
    found = [
        each["message"]
        for each in json.loads(result.out)["findings"]
        if each["rule"] == "whereabouts-shared-pool"
    ]
    assert len(found) == 8
    assert all("and default/a take" in each for each in found)
