import pytest

from chartgen.diff.schema_node import (
    ANY,
    NOTHING,
    Root,
    allows,
    alternatives,
    constant,
    described,
    rules,
    samples,
    types,
    values,
    without_equal,
)

STRING = {"type": "string"}


def test_references_are_looked_up():
    root = Root(
        {"definitions": {"a/b": STRING, "list": [STRING]}, "$defs": {"c": {"$ref": "#/definitions/a~1b"}}}
    )
    assert root.node({"$ref": "#/$defs/c"}) == STRING
    assert root.node({"$ref": "#/definitions/list/0"}) == STRING
    assert root.node({"$ref": "#/definitions/list/7"}) == ANY
    assert root.node({"$ref": "https://example.com/schema"}) == ANY
    assert [root.node(each) for each in (False, True, None)] == [NOTHING, ANY, ANY]
    assert root.node({"$ref": "#"}) is root.schema
    assert Root([]).schema == ANY


def test_what_stands_beside_a_reference_counts_in_late_drafts():
    definitions = {"definitions": {"a": STRING}}
    node = {"$ref": "#/definitions/a", "minLength": 1, "description": "a"}
    early = Root({"$schema": "http://json-schema.org/draft-07/schema#", **definitions})
    assert early.node(node) == STRING
    for late in (definitions, {"$schema": "https://json-schema.org/draft/2019-09/schema", **definitions}):
        assert Root(late).node(node) == {"allOf": [STRING, {"minLength": 1}]}


def test_what_a_node_allows():
    assert types(STRING) == {"string"}
    assert types({"type": ["number", "null"]}) == {"number", "integer", "null"}
    assert "object" in types({})
    assert values({"enum": ["a", 1], "const": 1}).texts == {"1"}
    assert values(STRING) is None
    assert rules({"description": "a", "type": "string"}) == STRING
    assert alternatives({"anyOf": [STRING, {}], "title": "a"}) == [STRING, {}]
    assert alternatives({"anyOf": [STRING], "minLength": 1}) == [{"anyOf": [STRING], "minLength": 1}]
    assert [*samples({"enum": [1], "examples": [2], "default": 3})] == [1, 2, 3]
    assert [*samples({"enum": 5})] == []


@pytest.mark.parametrize(
    ("node", "text"),
    [
        ({"enum": ["b", "a"]}, '"a" | "b"'), (STRING, "string"), ({"type": ["null", "number"]}, "null | number"), ({"anyOf": [STRING, {"type": "null"}]}, "string | null"), ({}, "any value"), ({"minLength": 1}, "some values"),
    ],
)  # fmt: skip
def test_in_words(node, text):
    assert described(node) == text


def test_a_value_is_allowed_or_not():
    root = Root({"definitions": {"a": STRING}})
    assert allows(root, {"$ref": "#/definitions/a"}, "x")
    assert not allows(root, {"$ref": "#/definitions/a"}, 1)
    assert allows(root, {"type": "no such type"}, 1)


def test_equal_schemas_go():
    root = Root({"definitions": {"a": STRING}})
    gone, more = without_equal(
        root, [STRING, {"type": "null"}], root, [{"$ref": "#/definitions/a"}, {"type": "array"}]
    )
    assert (gone, more) == ([{"type": "null"}], [{"type": "array"}])


def test_alternatives_that_say_more_than_values_are_no_list_of_values():
    root = Root({})
    assert constant(root, [{"const": 1}, {"enum": [2, 3], "type": "integer"}]) == {"enum": [1, 2, 3]}
    assert constant(root, [{"const": 1}, {"type": "string"}]) is None
    assert constant(root, [{"const": 1}, {"enum": [2, 3], "not": {"const": 3}}]) is None
