import json

from chartgen import __version__
from chartgen.core.data import data_root
from chartgen.core.json_schema import Schema
from chartgen.report import collect
from chartgen.report.json import dump, render
from tests.report.samples import MODE

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


def test_what_a_terminal_would_obey_is_escaped_as_json_does_it():
    text = "a\x7f\x9b31m\u202e\U000e0041\u3042\n"
    found = dump({text: [text]})
    assert all(line.isprintable() for line in found.split("\n"))
    assert (json.loads(found), "\u3042" in found) == ({text: [text]}, True)
