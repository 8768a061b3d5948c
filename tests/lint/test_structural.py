"""Schemas of CRDs that are not structural."""

from typing import Any

import pytest

from chartgen.lint.structural import refused

TEXT: dict[str, Any] = {"type": "string"}


def problems(part: Any) -> list[tuple[tuple[str | int, ...], str]]:
    """Give what is refused of a schema that is a property."""
    root = {"type": "object", "properties": {"a": part}}
    return [(each.path[2:], each.message) for each in refused(root, ())]


@pytest.mark.parametrize(
    "part",
    [
        TEXT,
        {"type": "object"},
        {"type": "object", "additionalProperties": True},
        {"type": "object", "additionalProperties": TEXT},
        {"type": "object", "properties": {"$ref": TEXT, "id": TEXT}},
        {"type": "array", "items": TEXT},
        {"type": "array", "x-kubernetes-preserve-unknown-fields": True},
        {"x-kubernetes-preserve-unknown-fields": True},
        {"x-kubernetes-int-or-string": True, "anyOf": [{"type": "integer"}, {"type": "string"}]},
        {"type": "object", "not": {"required": ["b"]}, "oneOf": [{"properties": {"b": {"minLength": 1}}}]},
        {"type": "array", "uniqueItems": False, "items": TEXT},
        {"type": "object", "default": None, "example": {"type": 1}},
    ],
)
def test_what_is_structural(part):
    assert problems(part) == []


@pytest.mark.parametrize(
    ("part", "path", "word"),
    [
        ("text", (), "a map"),
        ({}, (), "say its type"),
        ({"type": "text"}, ("type",), "no type 'text'"),
        ({"type": "array"}, (), "items"),
        ({"type": "array", "items": {}}, ("items",), "say its type"),
        ({"type": "array", "items": [TEXT]}, ("items",), "not a list"),
        ({"type": "object", "additionalProperties": {}}, ("additionalProperties",), "say its type"),
        ({"type": "object", "additionalProperties": False}, ("additionalProperties",), "false"),
        (
            {"type": "object", "properties": {}, "additionalProperties": TEXT},
            ("additionalProperties",),
            "beside properties",
        ),
        ({"type": "object", "$ref": "#/x"}, ("$ref",), "not taken"),
        ({"type": "array", "items": TEXT, "uniqueItems": True}, ("uniqueItems",), "set"),
        ({"type": "integer", "x-kubernetes-int-or-string": True}, ("type",), "beside"),
        ({"type": "object", "anyOf": [{"default": 1}]}, ("anyOf", 0, "default"), "default"),
        (
            {"type": "object", "not": {"properties": {"b": {"type": "string"}}}},
            ("not", "properties", "b", "type"),
            "type",
        ),
        ({"type": "object", "allOf": [{"type": "object"}]}, ("allOf", 0, "type"), "type"),
        ({"type": "array", "items": TEXT, "x-kubernetes-list-type": "map"}, (), "map-keys"),
    ],
)
def test_what_is_not(part, path, word):
    [(found, message)] = problems(part)
    assert found == path
    assert word in message


@pytest.mark.parametrize(
    "word", ["$ref", "id", "definitions", "dependencies", "patternProperties", "additionalItems"]
)
def test_words_that_no_crd_has(word):
    assert [path for path, _ in problems({"type": "object", word: {}})] == [(word,)]


@pytest.mark.parametrize("word", ["type", "description", "default", "additionalProperties", "nullable"])
@pytest.mark.parametrize(
    ("junction", "inside"), [("not", ()), ("oneOf", (0,)), ("anyOf", (0,)), ("allOf", (0,))]
)
def test_what_only_judges_describes_nothing(junction, inside, word):
    part: dict[str, Any] = {word: "object" if word == "type" else True}
    whole = {"type": "object", junction: [part] if inside else part}
    assert [path for path, _ in problems(whole)] == [(junction, *inside, word)]


@pytest.mark.parametrize("kind", ["boolean", "integer", "number", "object", "string"])
def test_types(kind):
    assert problems({"type": kind}) == []


@pytest.mark.parametrize(
    ("items", "is_good"),
    [
        ({"type": "object", "properties": {"k": TEXT}, "required": ["k"]}, True),
        ({"type": "object", "properties": {"k": {**TEXT, "default": "x"}}}, True),
        ({"type": "object", "properties": {"k": TEXT}}, False),
        ({"type": "object", "properties": {"l": TEXT}, "required": ["k"]}, False),
        ({"type": "object"}, False),
    ],
)
def test_the_keys_of_a_list_that_is_a_map(items, is_good):
    part = {
        "type": "array",
        "items": items,
        "x-kubernetes-list-type": "map",
        "x-kubernetes-list-map-keys": ["k"],
    }
    expected = [] if is_good else [("x-kubernetes-list-map-keys", 0)]
    assert [path for path, _ in problems(part)] == expected


def test_the_whole_is_an_object():
    assert [each.path for each in refused({"type": "string"}, ("s",))] == [("s", "type")]
    assert [each.message for each in refused(None, ())] == ["a schema is a map"]


def test_depth_is_no_limit():
    part: dict[str, Any] = {"type": "array"}
    whole = part
    for _ in range(3000):
        part["items"] = {"type": "array"}
        part = part["items"]
    assert len(problems(whole)) == 1
