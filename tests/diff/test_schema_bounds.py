import pytest

from chartgen.diff.schema_bounds import bounds


@pytest.mark.parametrize(
    ("old", "new", "effect"),
    [
        ({"minimum": 1}, {"minimum": 2}, "narrowed"),
        ({"minimum": 2}, {"minimum": 1}, "widened"),
        ({"minimum": 1}, {}, "widened"),
        ({}, {"minimum": 1}, "narrowed"),
        ({"maxLength": 5}, {"maxLength": 4}, "narrowed"),
        ({"maxLength": 5}, {"maxLength": 6}, "widened"),
        ({"minLength": 1}, {"minLength": 0}, "widened"),
        ({"maxItems": 0}, {}, "widened"),
        ({"exclusiveMinimum": 1}, {"exclusiveMinimum": 2}, "narrowed"),
        ({"minimum": 1}, {"minimum": 1, "exclusiveMinimum": True}, "narrowed"),
        ({}, {"uniqueItems": True}, "narrowed"),
        ({"uniqueItems": True}, {}, "widened"),
        ({"pattern": "a"}, {}, "widened"),
        ({}, {"pattern": "a"}, "narrowed"),
        ({"pattern": "a"}, {"pattern": "b"}, "changed"),
        ({"not": {"pattern": "a"}}, {"not": {"pattern": "b"}}, "changed"),
        ({}, {"not": {"pattern": "b"}}, "narrowed"),
        ({"if": {"a": 1}, "then": {}}, {"if": {"a": 2}, "then": {}}, "changed"),
        ({}, {"if": {"a": 2}, "then": {}}, "narrowed"),
        ({"x-kubernetes-validations": [1]}, {}, "widened"),
        ({"prefixItems": [{"type": "string"}]}, {"prefixItems": [{"type": "integer"}]}, "changed"),
        ({}, {"prefixItems": [{"type": "integer"}]}, "narrowed"),
        ({}, {"additionalItems": False}, "narrowed"),
        ({"$dynamicRef": "#a"}, {"$dynamicRef": "#b"}, "changed"),
    ],
)  # fmt: skip
def test_a_word_that_differs(old, new, effect):
    assert [each.effect for each in bounds(old, new)] == [effect]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({}, {"minLength": 0}), ({"minItems": 0}, {}), ({"uniqueItems": False}, {}), ({"minimum": 1}, {"minimum": 1.0}),
        ({"exclusiveMaximum": False}, {}), ({"pattern": "a"}, {"pattern": "a"}),
    ],
)  # fmt: skip
def test_what_says_the_same(old, new):
    assert [*bounds(old, new)] == []
