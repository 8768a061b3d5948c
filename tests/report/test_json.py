import json

from hypothesis import given

from chartgen import __version__
from chartgen.core.data import data_root
from chartgen.core.finding import Severity
from chartgen.core.go_json import decode
from chartgen.core.json_schema import Schema
from chartgen.report import collect
from chartgen.report.json import render
from tests.report.samples import CLEAN, HOSTILE, MODE, NOTHING, REPORTS, SMALL, anytime

TEXT = json.loads((data_root() / "report.schema.json").read_text("utf-8"))
SCHEMA = Schema(TEXT, file="report.schema.json")


def test_a_small_report():
    assert render(collect("validate", [MODE], ["ci/b.yaml"])) == (
        """{
  "schemaVersion": 1,
  "tool": {
    "name": "chartgen",
    "version": "VERSION"
  },
  "verb": "validate",
  "summary": {
    "error": 1,
    "warning": 0,
    "info": 0,
    "inputs": [
      "ci/b.yaml"
    ]
  },
  "findings": [
    {
      "rule": "values-schema",
      "severity": "error",
      "message": "networks.data.mode: must be one of \\"l2\\", \\"l3\\"",
      "hint": "did you mean 'l2'?",
      "location": {
        "file": "ci/b.yaml",
        "line": 3,
        "column": 13,
        "valuesPath": "networks.data.mode"
      },
      "scenarios": [
        "b"
      ]
    }
  ]
}
""".replace("VERSION", __version__)
    )


def test_an_empty_report_has_all_its_parts():
    assert json.loads(render(NOTHING))["summary"] == {"error": 0, "warning": 0, "info": 0, "inputs": []}
    assert json.loads(render(CLEAN))["findings"] == []


def test_halves_of_characters_are_replaced_for_readers_that_refuse_them():
    (finding,) = json.loads(render(collect("lint", [HOSTILE], [])))["findings"]
    assert finding["location"]["file"] == "50%,:\x07\ufffd.yaml"
    assert finding["message"] == "a\r\n::error::%0A \x1b[31m]]><&\"'\0\ufffe\ufffd\u202e"


def test_the_schema_holds_that_of_a_finding():
    finding = json.loads((data_root() / "finding.schema.json").read_text("utf-8"))
    assert TEXT["$schema"] == finding.pop("$schema")
    assert TEXT["definitions"]["finding"] == finding


def test_the_schema_refuses_what_is_no_report():
    good = json.loads(render(SMALL))
    assert SCHEMA.problems(good) == []
    for bad in (
        {**good, "schemaVersion": 2},
        {**good, "more": 1},
        {**good, "findings": [{**good["findings"][0], "severity": "fatal"}]},
        {**good, "summary": {**good["summary"], "error": -1}},
        {key: value for key, value in good.items() if key != "verb"},
    ):
        assert SCHEMA.problems(bad)


@anytime
@given(REPORTS)
def test_it_reads_back_and_is_what_the_schema_says(report):
    text = render(report)
    value = json.loads(text)
    assert decode(text)[0] == value
    assert SCHEMA.problems(value) == []
    assert len(value["findings"]) == len(report.findings)
    for severity in Severity:
        found = [item for item in value["findings"] if item["severity"] == str(severity)]
        assert value["summary"][str(severity)] == len(found)
