from typing import Any

import pytest

from chartgen.core import json_schema_plain as plain
from chartgen.core.errors import InputError
from chartgen.core.json_schema import Problem
from chartgen.core.json_schema_plain import PlainSchema


def test_the_nearest_branch_stands_for_all():
    schema = PlainSchema(
        {
            "oneOf": [
                {"type": "string"},
                {"type": "object", "required": ["a"], "properties": {"a": {"type": "integer"}}},
            ]
        },
        file="s",
    )
    assert schema.problems({"a": "x"}) == [Problem(("a",), 'must be of type integer, not "x"')]
    assert schema.problems("x") == []
    assert schema.problems({}) == [Problem((), "a is missing")]


def test_each_unknown_key_is_a_problem_of_its_own():
    schema = PlainSchema({"properties": {"ab": {}}, "additionalProperties": False}, file="s")
    assert [problem.path for problem in schema.problems({"b": 1, "a": 1})] == [("a",), ("b",)]


@pytest.mark.parametrize("keyword", [{"pattern": "(a+)+$"}, {"patternProperties": {"(a+)+$": {}}}])
def test_a_pattern_without_end_is_given_up(monkeypatch: pytest.MonkeyPatch, keyword: dict[str, Any]):
    """Without the extra `fast` Python matches, and some patterns take it for ever."""
    monkeypatch.setattr(plain, "_fast", lambda _: None)
    monkeypatch.setattr(plain, "_SECONDS", 0.3)
    text = "a" * 60 + "!"
    with pytest.raises(InputError, match="takes more than 0.3 s") as caught:
        PlainSchema(keyword, file="s").problems({text: 1} if "patternProperties" in keyword else text)
    assert "chartgen[fast]" in caught.value.hint


def test_a_long_message_is_cut():
    schema = PlainSchema({"maxItems": 1}, file="s")
    (problem,) = schema.problems(["x" * 50] * 10)
    assert len(problem.message) < 120
    assert problem.message.startswith("refused by maxItems: ")


def test_an_invalid_schema_names_its_file():
    with pytest.raises(
        InputError,
        match=r"^v\.json: not a valid JSON Schema: 'x' is not valid under any of the given schemas",
    ):
        PlainSchema({"type": "x"}, file="v.json")


@pytest.mark.parametrize(
    ("schema", "value", "problem"),
    [
        ({"propertyNames": {"allOf": [{"pattern": "^a"}]}}, {"b": 1}, 'not allowed as a key: "b"'),
        ({"properties": {"propertyNames": {"maxLength": 1}}}, {"propertyNames": "ab"}, "'ab' is too long"),
        ({"propertyNames": False}, {"b": 1}, 'not allowed as a key: "b"'),
    ],
)
def test_a_problem_with_a_key_says_so(schema, value, problem):
    assert [found.message for found in PlainSchema(schema, file="s").problems(value)] == [problem]


@pytest.mark.parametrize(
    "schema", [{"pattern": "\\p{L}"}, {"patternProperties": {"(?<x>a)": {}}}, {"$ref": "#"}]
)
def test_a_schema_that_cannot_be_applied_is_an_input_error(schema):
    with pytest.raises(InputError, match=r"^v\.json: "):
        PlainSchema(schema, file="v.json").problems({"a": "b"} if "pattern" not in schema else "1")


@pytest.mark.parametrize("fast", [True, False])
def test_the_end_of_a_pattern_is_the_end_of_the_text(fast: bool, monkeypatch: pytest.MonkeyPatch):
    plain._fast.cache_clear()
    if not fast:
        monkeypatch.setattr(plain, "find_spec", lambda _name: None)
    schema = PlainSchema({"pattern": "^(a|b$)|c$"}, file="s")
    assert [not schema.problems(text) for text in ("b", "b\n", "c", "c\n", "x\n")] == [
        True,
        False,
        True,
        False,
        False,
    ]
    assert PlainSchema({"pattern": r"\$$"}, file="s").problems("$") == []
    plain._fast.cache_clear()


def test_a_pattern_takes_no_time_beyond_all_measure():
    assert PlainSchema({"pattern": "(a+)+$"}, file="s").problems("a" * 60 + "!")


def test_an_escaped_end_is_a_dollar(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(plain, "_fast", lambda _: None)
    assert PlainSchema({"pattern": r"a\$"}, file="s").problems("a$") == []


def test_a_pattern_that_only_the_draft_lets_pass():
    schema = {"$schema": "http://json-schema.org/draft-04/schema#", "patternProperties": {"(": {}}}
    with pytest.raises(InputError, match=r"^v: the pattern '\(' cannot be read: missing"):
        PlainSchema(schema, file="v").problems({"a": 1})
