import json
from dataclasses import replace
from pathlib import Path

import pytest

from chartgen.core.errors import InputError
from chartgen.core.finding import Finding, Severity
from chartgen.core.location import Location
from chartgen.lint.baseline import Baseline, Fingerprint, read

RULES = {"a-rule", "b-rule"}


def finding(
    message: str = "is wrong", *, rule: str = "a-rule", file: str = "demo/a.yaml", line: int = 1
) -> Finding:
    return Finding(Location(file, line, values_path="x.y", object="Pod/net/a"), rule, Severity.ERROR, message)


def known(*findings: Finding, path: str = "known.json") -> Baseline:
    return Baseline(Path(path)).renewed(findings, rules=RULES, inputs=["demo"])


def compared(baseline: Baseline, *findings: Finding, inputs: tuple[str, ...] = ("demo",)):
    return baseline.compare(findings, rules=RULES, inputs=inputs)


def test_a_line_does_not_matter():
    assert compared(known(finding()), finding(line=9)).new == []


def test_a_line_in_the_words_does_not_matter():
    baseline = known(finding("stands twice, first in line 12"))
    assert compared(baseline, finding("stands twice, first in line 3")).new == []
    assert compared(baseline, finding("stands twice, first in column 3")).new != []


def test_neither_severity_nor_hint_nor_scenarios_matter():
    other = replace(finding(), severity=Severity.INFO, hint="do", scenarios=("defaults",))
    assert compared(known(finding()), other).new == []


@pytest.mark.parametrize(
    "other",
    [
        finding("is bad"),
        finding(rule="b-rule"),
        finding(file="demo/b.yaml"),
        replace(finding(), location=finding().location._replace(object="Pod/net/b")),
        replace(finding(), location=finding().location._replace(values_path="x.z")),
    ],
)
def test_all_else_does(other: Finding):
    result = compared(known(finding()), other)
    assert result.new == [other]
    assert [each.message for each in result.gone] == ["is wrong"]


def test_a_second_equal_one_is_new():
    baseline = known(finding(line=1), finding(line=2))
    assert compared(baseline, finding(line=1), finding(line=2)).new == []
    assert compared(baseline, finding(line=1), finding(line=2), finding(line=3)).new == [finding(line=3)]
    assert len(compared(baseline, finding()).gone) == 1


def test_what_did_not_run_is_not_gone():
    baseline = known(finding(), finding(rule="b-rule", file="demo"), finding(rule="b-rule", file="demos/x"))
    assert {each.rule for each in baseline.compare([], rules={"a-rule"}, inputs=["demo"]).gone} == {"a-rule"}
    assert compared(baseline, inputs=("other",)).gone == []
    assert [each.file for each in compared(baseline).gone] == ["demo", "demo/a.yaml"]


def test_renewing_keeps_what_did_not_run():
    baseline = known(finding(), finding(rule="b-rule"), finding(file="other/a.yaml"))
    renewed = baseline.renewed([finding("is new")], rules={"a-rule"}, inputs=["demo"])
    assert [(each.file, each.rule, each.message) for each in sorted(renewed.counts)] == [
        ("demo/a.yaml", "a-rule", "is new"),
        ("demo/a.yaml", "b-rule", "is wrong"),
        ("other/a.yaml", "a-rule", "is wrong"),
    ]


def test_files_are_relative_to_the_baseline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    chart = tmp_path / "charts/demo"
    chart.mkdir(parents=True)
    (chart / "values.yaml").touch()
    monkeypatch.chdir(tmp_path)
    baseline = Baseline(Path("charts/known.json")).renewed(
        [finding(file="charts/demo/values.yaml")], rules=RULES, inputs=["charts/demo"]
    )
    assert [each.file for each in baseline.counts] == ["demo/values.yaml"]
    baseline.write()
    monkeypatch.chdir(chart)
    again = read(Path("../known.json"))
    result = again.compare([finding(file="values.yaml")], rules=RULES, inputs=["."])
    assert (result.new, result.gone) == ([], [])
    result = again.compare([], rules=RULES, inputs=["."])
    assert len(result.gone) == 1


def test_a_file_says_it_all_sorted(tmp_path: Path):
    path = tmp_path / "new/known.json"
    text = finding("a\ud800 b", file="<stdin>")
    Baseline(path).renewed([finding("z"), finding("b"), finding("b"), text], rules=RULES, inputs=[]).write()
    content = json.loads(path.read_text())
    assert content["schemaVersion"] == 1
    assert [(each["file"], each["message"], each.get("count")) for each in content["findings"]] == [
        ("<stdin>", "a? b", None),
        ("demo/a.yaml", "b", 2),
        ("demo/a.yaml", "z", None),
    ]
    first = path.read_bytes()
    again = read(path)
    assert again.counts[Fingerprint("demo/a.yaml", "a-rule", "Pod/net/a", "x.y", "b")] == 2
    assert again.compare([text], rules=RULES, inputs=[]).new == []
    again.write()
    assert path.read_bytes() == first


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{", "is no JSON: Expecting property name"),
        ("[]", "is no baseline: must be of type object"),
        ("{}", "is no baseline: "),
        ('{"schemaVersion": 2, "findings": []}', "is no baseline: schemaVersion: "),
        ('{"schemaVersion": 1, "findings": [{"rule": "a", "file": "b"}]}', "is no baseline: findings[0]: "),
        ('{"schemaVersion": 1, "findings": [{"rule": "a", "file": "b", "message": 1}]}', "is no baseline: findings[0].message: "),
        ("[" * 100_000, "is no JSON: "),
    ],
)  # fmt: skip
def test_what_is_refused(tmp_path: Path, text: str, problem: str):
    path = tmp_path / "known.json"
    path.write_text(text)
    with pytest.raises(InputError) as caught:
        read(path)
    assert caught.value.problem.startswith(problem)
    assert caught.value.where == str(path)


def test_a_missing_file(tmp_path: Path):
    with pytest.raises(InputError, match="no such file"):
        read(tmp_path / "none.json")
