"""Which values one schema allows and another does not."""

import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chartgen.core.json_schema import Schema
from chartgen.diff.schema import differences

STRING, INTEGER = {"type": "string"}, {"type": "integer"}


def closed(**properties):
    return {"type": "object", "additionalProperties": False, "properties": properties}


def opened(**properties):
    return {"type": "object", "properties": properties}


def found(old, new, **options):
    return [(each.effect, each.place) for each in differences(old, new, **options)]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        # types
        (STRING, INTEGER, [("narrowed", "")]),
        (STRING, {"type": ["string", "null"]}, [("widened", "")]),
        ({"type": ["string", "null"]}, STRING, [("narrowed", "")]),
        ({"type": "number"}, INTEGER, [("narrowed", "")]),
        (INTEGER, {"type": "number"}, [("widened", "")]),
        ({}, STRING, [("narrowed", "")]),
        (STRING, {}, [("opened", "")]),
        (STRING, True, [("opened", "")]),
        # only values
        ({"enum": ["a", "b"]}, {"enum": ["a"]}, [("narrowed", "")]),
        ({"enum": ["a"]}, {"enum": ["b", "a"]}, [("widened", "")]),
        ({"enum": ["a", "b"]}, {"enum": ["b", "a"]}, []),
        ({"enum": ["a", "b"]}, {"enum": ["a", "c"]}, [("narrowed", ""), ("widened", "")]),
        ({"enum": ["a", "b"]}, {"const": "a"}, [("narrowed", "")]),
        (STRING, {"type": "string", "enum": ["a"]}, [("narrowed", "")]),
        ({"type": "string", "enum": ["a"]}, STRING, [("widened", "")]),
        # keys
        (closed(a=STRING), closed(), [("removed", "a")]),
        (closed(), closed(a=STRING), [("added", "a")]),
        (opened(a=STRING), opened(), [("removed", "a")]),
        (opened(), opened(a=STRING), [("added", "a")]),
        (closed(a=closed(b=STRING)), closed(a=closed()), [("removed", "a.b")]),
        (opened(a=STRING), closed(a=STRING), [("narrowed", "")]),
        (closed(a=STRING), opened(a=STRING), [("widened", "")]),
        (closed(a=STRING), closed(a=False), [("removed", "a")]),
        (closed(**{"a.b": STRING}), closed(**{"a.b": INTEGER}), [("narrowed", "a\\.b")]),
        # a map of things
        ({"additionalProperties": STRING}, {"additionalProperties": INTEGER}, [("narrowed", "*")]),
        ({"additionalProperties": STRING, "properties": {"a": STRING}}, {"additionalProperties": STRING}, []),
        ({"additionalProperties": STRING}, {"additionalProperties": STRING, "properties": {"a": INTEGER}}, [("narrowed", "a")]),
        ({"patternProperties": {"^a": STRING}}, {"patternProperties": {"^a": INTEGER}}, [("narrowed", "*")]),
        ({"patternProperties": {"^a": STRING}}, {"patternProperties": {"^b": STRING}}, [("changed", "")]),
        # lists
        ({"items": STRING}, {"items": INTEGER}, [("narrowed", "[]")]),
        (opened(a={"items": closed(b=STRING)}), opened(a={"items": closed()}), [("removed", "a[].b")]),
        ({"items": [STRING]}, {"items": [INTEGER]}, [("changed", "[]")]),
        # what must be there
        ({**closed(a=STRING), "required": ["a"]}, closed(a=STRING), [("widened", "a")]),
        (closed(a=STRING), {**closed(a=STRING), "required": ["a"]}, [("required", "a")]),
        # alternatives
        (STRING, {"anyOf": [STRING, INTEGER]}, [("widened", "")]),
        ({"anyOf": [STRING, INTEGER]}, STRING, [("narrowed", "")]),
        ({"anyOf": [STRING, INTEGER]}, {"anyOf": [INTEGER, STRING]}, []),
        ({"oneOf": [closed(a=STRING), STRING]}, {"oneOf": [closed(), STRING]}, [("removed", "a")]),
        ({"anyOf": [STRING, closed(a=STRING)]}, {"anyOf": [closed(a=STRING), {"type": "string", "minLength": 1}]}, [("narrowed", "")]),
        ({"type": "object", "anyOf": [{"required": ["a"]}]}, {"type": "object"}, [("widened", "")]),
        ({"type": "object"}, {"type": "object", "anyOf": [{"required": ["a"]}]}, [("narrowed", "")]),
        # all of them
        ({"allOf": [STRING]}, {"allOf": [STRING, {"minLength": 1}]}, [("narrowed", "")]),
        ({"allOf": [STRING, {"minLength": 1}]}, {"allOf": [STRING]}, [("widened", "")]),
        ({"allOf": [STRING, {"minLength": 1}]}, {"allOf": [{"minLength": 2}, STRING]}, [("narrowed", "")]),
        # the same in other words
        ({"enum": ["a", "b"]}, {"type": "string", "enum": ["a", "b"]}, []),
        ({"type": "string", "enum": ["a", "b"]}, {"enum": ["b", "a"]}, []),
        ({"enum": [1.5, None]}, {"type": ["number", "null"], "enum": [1.5, None]}, []),
        ({"const": 1}, {"type": "integer", "enum": [1, 2]}, [("widened", "")]),
        ({"type": ["string", "integer"]}, {"anyOf": [STRING, INTEGER]}, []),
        ({"oneOf": [STRING, {"type": "null"}]}, {"type": ["string", "null"]}, []),
        ({"type": ["string", "null"]}, {"oneOf": [STRING, INTEGER]}, [("narrowed", ""), ("widened", "")]),
        ({"anyOf": [closed(a=STRING), {"type": "null"}]}, {**closed(), "type": ["object", "null"]}, [("removed", "a")]),
        ({"enum": [1, 2]}, {"oneOf": [{"const": 1, "title": "one"}, {"const": 2}]}, []),
        ({"oneOf": [{"const": 1}, {"const": 2}]}, {"enum": [1, 3]}, [("narrowed", ""), ("widened", "")]),
        (closed(a=STRING), closed(a={"allOf": [STRING], "description": "a"}), []),
        (closed(a={"allOf": [STRING]}), closed(a=INTEGER), [("narrowed", "a")]),
        ({"properties": {"a": STRING}}, opened(a=STRING), []),
        (closed(b={"properties": {"a": STRING}}), closed(b=opened(a=STRING)), [("narrowed", "b")]),
        # words for people
        ({"type": "string", "description": "a", "default": "x"}, {"type": "string", "title": "b", "examples": ["y"]}, []),
        (opened(title=STRING, default=STRING), opened(title=INTEGER, default=STRING), [("narrowed", "title")]),
    ],
)  # fmt: skip
def test_what_differs(old, new, expected):
    assert found(old, new) == expected


def test_a_form_that_is_another_is_narrower_where_a_known_value_proves_it():
    old, new = {"type": "string", "pattern": "^[a-z]+$"}, {"type": "string", "pattern": "^[a-m]+$"}
    assert found(old, new) == [("changed", "")]
    assert found({**old, "examples": ["abc"]}, new) == [("changed", "")]
    proven = differences({**old, "examples": ["abc", "xyz"]}, new)
    assert [(each.effect, each.text) for each in proven] == [("narrowed", 'pattern: "xyz" is refused now')]
    assert found({**old, "default": "xyz"}, new) == [("narrowed", "")]


def test_a_default_gives_what_is_required():
    new = {**closed(a=closed(b=STRING)), "required": ["a"]}
    new["properties"]["a"]["required"] = ["b"]
    old = closed(a=closed(b=STRING))
    assert found(old, new) == [("required", "a"), ("required", "a.b")] or found(old, new) == [
        ("required", "a.b"),
        ("required", "a"),
    ]
    assert found(old, new, defaults={"a": {}}) == [("required", "a.b")]
    assert found(old, new, defaults={"a": {"b": ""}}) == []
    of_items = {"items": {**closed(a=STRING), "required": ["a"]}}
    assert found({"items": closed(a=STRING)}, of_items, defaults={"a": 1}) == [("required", "[].a")]


def test_a_null_leaves_a_default_out():
    old = closed(a={"type": ["string", "null"]}, b={"type": "null"})
    new = closed(a=STRING, b=STRING)
    assert found(old, new) == [("narrowed", "a"), ("narrowed", "b")]
    assert found(old, new, defaults={"a": "", "b": ""}) == [("widened", "b")]


def test_references_are_followed_and_a_part_is_told_once():
    old = {
        "definitions": {"name": STRING},
        **closed(a={"$ref": "#/definitions/name"}, b={"$ref": "#/definitions/name"}),
    }
    new = copy.deepcopy(old)
    new["definitions"]["name"] = INTEGER
    assert found(old, new) == [("narrowed", "a")]
    assert found(old, closed(a=STRING, b=STRING)) == []
    assert found(closed(a={"$ref": "#/definitions/none"}), closed(a=STRING)) == [("narrowed", "a")]


def test_references_in_circles_end():
    old = {
        "definitions": {"tree": closed(name=STRING, below={"items": {"$ref": "#/definitions/tree"}})},
        "$ref": "#/definitions/tree",
    }
    new = copy.deepcopy(old)
    new["definitions"]["tree"]["properties"]["name"] = INTEGER
    assert found(old, new) == [("narrowed", "name")]
    itself = {"definitions": {"a": {"$ref": "#/definitions/a"}}, **closed(a={"$ref": "#/definitions/a"})}
    assert found(itself, closed(a=STRING)) == [("narrowed", "a")]
    late = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$ref": "#",
        "properties": {"a": {"$ref": "#", "minLength": 1}},
    }
    assert isinstance(found(late, {**late, "properties": {"a": STRING}}), list)


def test_what_crds_drop_is_refused():
    old, new = {"type": "object", "properties": {"a": STRING}}, {"type": "object", "properties": {}}
    assert found(old, new, is_pruned=True) == [("removed", "a")]
    kept = {"type": "object", "x-kubernetes-preserve-unknown-fields": True}
    assert found({"type": "object"}, kept, is_pruned=True) == [("widened", "")]
    assert found(kept, {"type": "object"}, is_pruned=True) == [("narrowed", "")]
    required = {"type": "object", "properties": {"a": {"type": "string", "default": "x"}}, "required": ["a"]}
    filled = found({"type": "object", "properties": {"a": STRING}}, required, is_pruned=True)
    assert filled == [("changed", "a")]


def test_a_default_of_a_schema_gives_nothing_to_helm():
    filled = closed(a={"type": "string", "default": "x"})
    assert found(closed(a=STRING), {**filled, "required": ["a"]}) == [("required", "a")]


def test_a_key_that_is_gone_is_told_once():
    assert found({**closed(a=STRING), "required": ["a"]}, closed()) == [("removed", "a")]
    assert found({**closed(), "required": ["a"]}, closed()) == [("widened", "a")]


@pytest.mark.parametrize(
    ("old", "new", "effects"),
    [
        ({"type": "string", "nullable": True}, STRING, ["narrowed"]),
        (STRING, {"type": "string", "nullable": True}, ["widened"]),
        ({"x-kubernetes-int-or-string": True}, INTEGER, ["narrowed"]),
        (INTEGER, {"x-kubernetes-int-or-string": True}, ["widened"]),
        ({"x-kubernetes-int-or-string": True}, {"type": ["integer", "string"]}, []),
        ({"type": "string", "default": "a"}, {"type": "string", "default": "b"}, ["changed"]),
        ({"type": "string", "default": "a"}, STRING, ["changed"]),
        ({"type": "array", "items": STRING}, {"type": "array", "items": STRING, "x-kubernetes-list-type": "set"}, ["narrowed"]),
        ({"type": "array", "x-kubernetes-list-type": "map"}, {"type": "array"}, ["widened"]),
        ({"type": "array", "x-kubernetes-list-type": "atomic"}, {"type": "array"}, []),
        ({"type": "object"}, {"type": "object", "x-kubernetes-embedded-resource": True}, ["narrowed"]),
    ],
)  # fmt: skip
def test_words_of_crds(old, new, effects):
    old, new = ({"type": "object", "properties": {"v": each}} for each in (old, new))
    assert [each.effect for each in differences(old, new, is_pruned=True)] == effects
    assert differences(old, old, is_pruned=True) == []


def test_words_of_crds_are_none_of_values():
    for word, value in (("nullable", True), ("default", "a")):
        assert found(closed(a={"type": "string", word: value}), closed(a=STRING)) == []


NODES = st.deferred(
    lambda: st.one_of(
        st.sampled_from([STRING, INTEGER, {"type": ["string", "null"]}, {"enum": ["a", 1]}, {"type": "integer", "minimum": 2}, {"type": "string", "maxLength": 1}, {}]),
        st.builds(lambda some: {"anyOf": some}, st.lists(NODES, min_size=1, max_size=2)),
        st.builds(lambda item: {"type": "array", "items": item}, NODES),
        st.builds(
            lambda properties, is_closed, required: {"type": "object", "properties": properties, **({"additionalProperties": False} if is_closed else {}), **({"required": required} if required else {})},
            st.dictionaries(st.sampled_from("ab"), NODES, max_size=2), st.booleans(), st.lists(st.sampled_from("ab"), unique=True, max_size=1),
        ),
    )
)  # fmt: skip
VALUES = st.recursive(
    st.sampled_from(["a", "ab", 1, 2, None, 1.5, True]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from("abc"), inner, max_size=2),
    max_leaves=4,
)


WORDS = (
    "type",
    "properties",
    "items",
    "anyOf",
    "allOf",
    "required",
    "enum",
    "const",
    "minimum",
    "pattern",
    "$ref",
    "additionalProperties",
    "patternProperties",
    "default",
    "not",
    "a",
)
ANYTHING = st.recursive(
    st.sampled_from([None, True, False, 1, "#", "#/a", "object", "string", "array"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@settings(max_examples=250, deadline=None)
@given(ANYTHING, ANYTHING, st.booleans())
def test_whatever_a_crd_says_is_compared(old, new, is_pruned):
    assert isinstance(differences(old, new, is_pruned=is_pruned), list)
    assert differences(old, copy.deepcopy(old), is_pruned=is_pruned) == []


@settings(max_examples=150, deadline=None)
@given(NODES)
def test_a_schema_does_not_differ_from_itself(node):
    assert differences(node, copy.deepcopy(node)) == []


@settings(max_examples=150, deadline=None)
@given(NODES, NODES, VALUES)
def test_a_value_that_only_the_old_schema_takes_is_told(old, new, value):
    old, new = closed(v=old), closed(v=new)
    if not Schema(old, file="").problems({"v": value}) and Schema(new, file="").problems({"v": value}):
        effects = {each.effect for each in differences(old, new)}
        # What the old one lets through without a word, and the new one names, is a key that comes.
        assert effects & {"narrowed", "removed", "required", "changed", "added"}, (old, new, value)


@settings(max_examples=150, deadline=None)
@given(NODES, NODES, VALUES)
def test_a_value_that_only_the_new_schema_takes_is_told(old, new, value):
    old, new = closed(v=old), closed(v=new)
    if Schema(old, file="").problems({"v": value}) and not Schema(new, file="").problems({"v": value}):
        effects = {each.effect for each in differences(old, new)}
        assert effects & {"widened", "added", "opened", "changed", "removed", "narrowed"}, (old, new, value)
