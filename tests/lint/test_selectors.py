import pytest

from chartgen.lint.selectors import has_all, selects

LABELS = {"app": "a", "tier": "web"}


def test_labels():
    assert has_all(LABELS, {"app": "a"})
    assert has_all(LABELS, {})
    assert not has_all(LABELS, {"app": "b"})
    assert not has_all(LABELS, {"other": None})


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ({"key": "app", "operator": "In", "values": ["a", "b"]}, True),
        ({"key": "app", "operator": "In", "values": ["b"]}, False),
        ({"key": "app", "operator": "NotIn", "values": ["a"]}, False),
        ({"key": "other", "operator": "NotIn", "values": ["a"]}, True),
        ({"key": "app", "operator": "NotIn", "values": ["b"]}, True),
        ({"key": "other", "operator": "In", "values": ["a"]}, False),
        ({"key": "app", "operator": "Exists"}, True),
        ({"key": "app", "operator": "DoesNotExist"}, False),
        ({"key": "app", "operator": "Equals", "values": "a"}, False),
        ({}, False),
    ],
)
def test_expressions(expression, expected):
    assert selects({"matchLabels": {"tier": "web"}, "matchExpressions": [expression]}, LABELS) is expected


def test_an_empty_selector_selects_all():
    assert selects({}, LABELS)


def test_labels_count_beside_expressions():
    assert not selects({"matchLabels": {"tier": "db"}}, LABELS)
