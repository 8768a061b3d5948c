"""The cases for the oracle can be told apart, repeated and attributed."""

import json

import pytest

from tests.oracle import cases
from tests.oracle.jsontext import Pairs, Raw, write


def test_cases_are_the_same_for_a_seed():
    assert list(cases.cases(300, 1)) == list(cases.cases(300, 1)) != list(cases.cases(300, 2))


def test_each_class_of_each_field_occurs():
    drawn = {(case["field"], case["class"]) for case in cases.cases(2 * len(cases.ALL))}
    assert drawn == set(cases.ALL)
    assert {kind for _, kind in cases.ALL} == set(cases.CLASSES)


def test_a_case_changes_at_most_two_fields():
    drawn = list(cases.cases(2000))
    assert sum("also" in case for case in drawn) < len(drawn) / 4
    assert all(case["also"][0] != case["field"] for case in drawn if "also" in case)


@pytest.mark.parametrize("field", ["nad.text", "annotation.text"])
def test_each_odd_text_occurs(field):
    texts = [case.get("config", case.get("value")) for case in cases.cases(20000) if case["field"] == field]
    assert len(set(texts)) > 20


def test_text_that_no_dict_can_hold():
    assert (
        write(Pairs([("a", 1), ("a", [None, True, {"b": "ä"}]), ("c", Raw("1e3"))]))
        == '{"a": 1, "a": [null, true, {"b": "ä"}], "c": 1e3}'
    )


def test_most_configurations_are_json():
    texts = [
        case["config"] for case in cases.cases(500) if case["kind"] == "nad" and case["field"] != "nad.text"
    ]
    assert all(isinstance(json.loads(text), dict) for text in texts)
