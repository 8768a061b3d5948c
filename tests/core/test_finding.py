import json

from chartgen.core.data import data_root
from chartgen.core.finding import Finding, Severity
from chartgen.core.json_schema import Schema
from chartgen.core.location import Location


def test_severities_are_ordered_words():
    assert sorted([Severity.ERROR, Severity.INFO, Severity.WARNING]) == [
        Severity.INFO,
        Severity.WARNING,
        Severity.ERROR,
    ]
    assert [str(severity) for severity in Severity] == ["info", "warning", "error"]


def test_findings_sort_by_place_and_equal_ones_are_one():
    first = Finding(Location("a.yaml", 2), "z", Severity.INFO, "m")
    second = Finding(Location("a.yaml", 10), "a", Severity.ERROR, "m")
    third = Finding(Location("b.yaml", 1), "a", Severity.ERROR, "m")
    assert sorted({third, second, first, Finding(Location("a.yaml", 2), "z", Severity.INFO, "m")}) == [
        first,
        second,
        third,
    ]


def test_json_has_what_is_known_only():
    assert Finding(Location("a.yaml"), "id", Severity.WARNING, "text").to_json() == {
        "rule": "id",
        "severity": "warning",
        "message": "text",
        "location": {"file": "a.yaml"},
    }
    place = Location("a.yaml", 1, 2, 3, 4, "a.b", "Pod/x")
    assert Finding(place, "id", Severity.ERROR, "text", "hint", ("one", "two")).to_json() == {
        "rule": "id",
        "severity": "error",
        "message": "text",
        "hint": "hint",
        "location": {
            "file": "a.yaml",
            "line": 1,
            "column": 2,
            "endLine": 3,
            "endColumn": 4,
            "valuesPath": "a.b",
            "object": "Pod/x",
        },
        "scenarios": ["one", "two"],
    }


def test_related_places_are_as_that_of_the_finding():
    found = Finding(Location("a"), "id", Severity.INFO, "text", related=(Location("b", 2, values_path="c"),))
    assert found.to_json()["related"] == [{"file": "b", "line": 2, "valuesPath": "c"}]


def test_a_place_without_a_file_name_still_has_the_key():
    assert Finding(Location(""), "id", Severity.INFO, "text").to_json()["location"] == {"file": ""}


def test_the_json_is_what_its_schema_says():
    schema = Schema(json.loads((data_root() / "finding.schema.json").read_text("utf-8")), file="finding")
    place = Location("a.yaml", 3, 1, 3, 9, "a.b", "Pod/default/x")
    for finding in (
        Finding(place, "some-rule", Severity.ERROR, "broken", "mend it", ("one", "two")),
        Finding(Location("a.yaml"), "other", Severity.INFO, "note"),
        Finding(place, "other", Severity.INFO, "note", related=(place, Location("b.yaml"))),
    ):
        assert schema.problems(finding.to_json()) == []
    assert schema.problems({"rule": "Not An Id", "severity": "fatal", "message": "", "location": {}})
