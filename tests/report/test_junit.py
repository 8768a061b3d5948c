from dataclasses import replace
from xml.etree import ElementTree as ET

from hypothesis import given

from chartgen.core.finding import Severity
from chartgen.core.location import Location
from chartgen.report import collect
from chartgen.report.junit import render
from chartgen.report.text import entry
from tests.report.samples import ADVICE, CLEAN, HOSTILE, MODE, NOTHING, OVERLAP, REPORTS, SMALL, anytime


def read(report):
    return ET.fromstring(render(report).encode())  # noqa: S314 -- the text is our own


def cases(report):
    return {case.get("name"): case for case in read(report).iter("testcase")}


def test_a_small_report():
    assert render(SMALL) == (
        """<?xml version="1.0" encoding="UTF-8"?>
<testsuites tests="2" failures="1" errors="0" skipped="0">
  <testsuite name="chartgen validate" tests="2" failures="1" errors="0" skipped="0">
    <testcase classname="chartgen validate" name="ci/a.yaml" file="ci/a.yaml" />
    <testcase classname="chartgen validate" name="ci/b.yaml" file="ci/b.yaml">
      <failure type="error" message="ci/b.yaml:3:13: error: networks.data.mode: must be one of &quot;l2&quot;, &quot;l3&quot; [values-schema]">ci/b.yaml:3:13: error: networks.data.mode: must be one of "l2", "l3" [values-schema]
  hint: did you mean 'l2'?</failure>
      <system-out>ci/b.yaml: info: say more [advice]
ci/b.yaml:9:1: warning: NetworkAttachmentDefinition/default/data: networks.data: ranges overlap [range-overlap]</system-out>
    </testcase>
  </testsuite>
</testsuites>
"""
    )


def test_an_input_without_findings_passes():
    assert [list(case) for case in cases(CLEAN).values()] == [[]]
    assert cases(NOTHING) == {}
    assert read(NOTHING).find("testsuite").get("tests") == "0"


def test_one_failure_holds_all_errors_of_an_input():
    second = replace(MODE, rule="another")
    (case,) = cases(collect("lint", [MODE, second], ["ci/b.yaml"])).values()
    (failure,) = case
    assert failure.text == f"{entry(second)}\n{entry(MODE)}"
    assert failure.get("message") == entry(second).partition("\n")[0]


def test_warnings_and_advice_do_not_fail():
    (case,) = cases(collect("lint", [ADVICE, OVERLAP], ["ci/b.yaml"])).values()
    assert [child.tag for child in case] == ["system-out"]


def test_findings_belong_to_the_nearest_folder_that_was_checked():
    places = ["charts/x/templates/a.yaml", "charts/y/b.yaml", "z/c.yaml", "d.yaml"]
    findings = [replace(ADVICE, location=Location(place)) for place in places]
    found = cases(collect("lint", findings, ["charts", "charts/x/", "./z"]))
    assert {name: case.findtext("system-out").split(":")[0] for name, case in found.items()} == {
        "charts": "charts/y/b.yaml",
        "charts/x/": "charts/x/templates/a.yaml",
        "./z": "z/c.yaml",
        "d.yaml": "d.yaml",
    }
    assert list(found) == ["charts", "charts/x/", "./z", "d.yaml"]


def test_what_xml_cannot_hold_is_escaped():
    ((name, case),) = cases(collect("lint", [HOSTILE], [])).items()
    assert name == r"50%,:\x07\udcff.yaml"
    assert case.findtext("failure") == entry(HOSTILE)


@anytime
@given(REPORTS)
def test_it_parses_and_its_numbers_are_right(report):
    root = read(report)
    found = list(root.iter("testcase"))
    (suite,) = root
    failing = [case for case in found if case.find("failure") is not None]
    assert all(len(case.findall("failure")) < 2 for case in found)
    for node in (root, suite):
        assert (node.get("tests"), node.get("failures")) == (str(len(found)), str(len(failing)))
    assert bool(failing) == any(finding.severity is Severity.ERROR for finding in report.findings)
    shown = "\n".join(node.text for case in found for node in case)
    assert all(entry(finding) in shown for finding in report.findings)
    assert len(found) >= len(report.inputs)
