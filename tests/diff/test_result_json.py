"""Comparisons as data, against their schema."""

import json

import pytest

from chartgen.core.data import data_root
from chartgen.core.json_schema import Schema
from chartgen.diff import result_json
from chartgen.diff.change import AREAS, KINDS, Part
from chartgen.report.json import envelope
from tests.diff.results import CHANGES, compared

TREE = json.loads((data_root() / "diff.schema.json").read_text("utf-8"))
SCHEMA = Schema(TREE, file="diff.schema.json")
CHANGE = TREE["properties"]["result"]["properties"]["changes"]["items"]["properties"]


def tree(comparison):
    return json.loads(
        envelope("diff", result_json.summary(comparison), result=result_json.result(comparison))
    )


@pytest.mark.parametrize("changes", [None, []])
def test_comparisons_follow_the_schema(changes):
    assert SCHEMA.problems(tree(compared(changes))) == []


def test_wrong_ones_do_not():
    for key, value in (("kind", "unheard-of"), ("part", "none"), ("scenarios", "all")):
        wrong = tree(compared())
        wrong["result"]["changes"][0][key] = value
        assert SCHEMA.problems(wrong)


def test_the_schema_knows_all_kinds():
    assert CHANGE["kind"]["enum"] == [*KINDS]
    assert CHANGE["area"]["enum"] == [*AREAS]
    assert TREE["definitions"]["part"]["enum"] == [str(part) for part in sorted(Part, reverse=True)]


def test_what_is_in_it():
    found = tree(compared())
    assert found["summary"] == {
        "verdict": "major",
        "major": 1,
        "minor": 2,
        "patch": 2,
        "scenarios": 6,
        "rendered": 6,
    }
    assert found["result"]["old"] == {"reference": "no-folder/old", "name": "shop", "version": "1.2.3"}
    assert len(found["result"]["changes"]) == len(CHANGES)
    assert found["result"]["changes"][0] == {
        "part": "major", "kind": "value-removed", "area": "values", "where": "values.schema.json", "path": "a.b", "message": "a.b: is no longer known",
    }  # fmt: skip
    assert tree(compared([]))["summary"]["verdict"] is None
