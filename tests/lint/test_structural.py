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
        {"type": "object", "properties": {}, "additionalProperties": TEXT},
        {"type": "object", "properties": {"b": TEXT}, "additionalProperties": True},
        {"type": "object", "additionalProperties": False},
        {"x-kubernetes-preserve-unknown-fields": True},
        {"x-kubernetes-int-or-string": True, "anyOf": [{"type": "integer"}, {"type": "string"}]},
        {"type": "integer", "pattern": "^.*", "x-kubernetes-int-or-string": True},
        {
            "x-kubernetes-int-or-string": True,
            "allOf": [{"anyOf": [{"type": "integer"}, {"type": "string"}]}, {"pattern": "^.*"}],
        },
        {"type": "object", "not": {"required": ["b"]}},
        {
            "type": "object",
            "properties": {"b": TEXT},
            "oneOf": [{"properties": {"b": {"minLength": 1}}}],
        },
        {"type": "array", "items": TEXT, "anyOf": [{"items": {"minLength": 1}}]},
        {"type": "object", "anyOf": [{"description": "", "nullable": False, "additionalProperties": False}]},
        {"type": "object", "id": "", "definitions": {}, "patternProperties": {}, "$ref": None},
        {"type": "array", "items": TEXT, "x-kubernetes-list-type": "set"},
        {"type": "object", "x-kubernetes-map-type": "atomic"},
        {"type": "object", "x-kubernetes-embedded-resource": True, "properties": {"kind": TEXT}},
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
        (
            {"type": "array", "x-kubernetes-preserve-unknown-fields": True},
            (),
            "items",
        ),
        (
            {"type": "object", "properties": {"b": TEXT}, "additionalProperties": False},
            ("additionalProperties",),
            "beside properties",
        ),
        (
            {"type": "object", "properties": {"b": TEXT}, "additionalProperties": TEXT},
            ("additionalProperties",),
            "beside properties",
        ),
        ({"type": "object", "$ref": "#/x"}, ("$ref",), "not taken"),
        ({"type": "array", "items": TEXT, "uniqueItems": True}, ("uniqueItems",), "set"),
        (
            {"x-kubernetes-int-or-string": True, "x-kubernetes-preserve-unknown-fields": True},
            ("x-kubernetes-preserve-unknown-fields",),
            "beside x-kubernetes-int-or-string",
        ),
        (
            {"type": "object", "x-kubernetes-preserve-unknown-fields": False},
            ("x-kubernetes-preserve-unknown-fields",),
            "false",
        ),
        (
            {"type": "string", "x-kubernetes-embedded-resource": True},
            ("x-kubernetes-embedded-resource",),
            "object",
        ),
        (
            {"type": "object", "x-kubernetes-embedded-resource": True},
            ("x-kubernetes-embedded-resource",),
            "properties",
        ),
        ({"type": "string", "x-kubernetes-list-type": "set"}, ("x-kubernetes-list-type",), "type array"),
        (
            {"type": "array", "items": TEXT, "x-kubernetes-list-type": "bag"},
            ("x-kubernetes-list-type",),
            "no x-kubernetes-list-type 'bag'",
        ),
        (
            {"type": "array", "items": TEXT, "x-kubernetes-list-map-keys": ["a"]},
            ("x-kubernetes-list-map-keys",),
            "x-kubernetes-list-type: map",
        ),
        ({"type": "object", "anyOf": [{"default": 1}]}, ("anyOf", 0, "default"), "default"),
        (
            {"type": "object", "properties": {"b": TEXT}, "not": {"properties": {"b": TEXT}}},
            ("not", "properties", "b", "type"),
            "type",
        ),
        ({"type": "object", "allOf": [{"type": "object"}]}, ("allOf", 0, "type"), "type"),
        ({**TEXT, "oneOf": [{"type": "string"}]}, ("oneOf", 0, "type"), "type"),
        (
            {"type": "object", "oneOf": [{"properties": {"b": {"minLength": 1}}}]},
            ("oneOf", 0, "properties", "b"),
            "b must be described outside",
        ),
        (
            {"type": "object", "anyOf": [{"not": {"items": {"minLength": 1}}}]},
            ("anyOf", 0, "not", "items"),
            "items must be described outside",
        ),
        ({"type": "array", "items": TEXT, "x-kubernetes-list-type": "map"}, (), "map-keys"),
    ],
)
def test_what_is_not(part, path, word):
    [(found, message)] = problems(part)
    assert found == path
    assert word in message


@pytest.mark.parametrize(
    "word", ["$ref", "id", "definitions", "dependencies", "patternProperties", "additionalItems", "$schema"]
)
def test_words_that_no_crd_has(word):
    assert [path for path, _ in problems({"type": "object", word: {"a": TEXT}})] == [(word,)]


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
    assert list(refused({"x-kubernetes-preserve-unknown-fields": True}, ("s",))) == []
    whole = {"type": "object", "nullable": True, "additionalProperties": True}
    assert [each.path[-1] for each in refused(whole, ("s",))] == ["additionalProperties", "nullable"]
    assert [each.message for each in refused(None, ())] == ["a schema is a map"]


def test_depth_is_no_limit():
    part: dict[str, Any] = {"type": "array"}
    whole = part
    for _ in range(3000):
        part["items"] = {"type": "array"}
        part = part["items"]
    assert len(problems(whole)) == 1
