import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chartgen.diff.fields import differences, format_fields


def found(old, new):
    return [(format_fields(each.path), each.old, each.new) for each in differences(old, new)]


CONTAINER = {"name": "a", "image": "x:1", "env": [{"name": "B", "value": "1"}, {"name": "C", "value": "2"}]}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ({"a": 1}, {"a": 2}, [("a", 1, 2)]),
        ({"a": 1}, {}, [("a", 1, None)]),
        ({}, {"a": {"b": 1}}, [("a", None, {"b": 1})]),
        ({"a": {"b.c": 1}}, {"a": {"b.c": 2}}, [("a.b\\.c", 1, 2)]),
        ({"a": [1, 2]}, {"a": [2, 1]}, [("a", [1, 2], [2, 1])]),
        ({"c": [CONTAINER]}, {"c": [{**CONTAINER, "image": "x:2"}]}, [("c[a].image", "x:1", "x:2")]),
        ({"c": [CONTAINER, {"name": "z"}]}, {"c": [{"name": "z"}, CONTAINER]}, []),
        ({"c": [CONTAINER]}, {"c": [CONTAINER, {"name": "z"}]}, [("c[z]", None, {"name": "z"})]),
        ({"env": CONTAINER["env"]}, {"env": [{"name": "B", "value": "1"}]}, [("env[C]", {"name": "C", "value": "2"}, None)]),
        ({"volumeMounts": [{"name": "a", "mountPath": "/a"}, {"name": "a", "mountPath": "/b"}]}, {"volumeMounts": [{"name": "a", "mountPath": "/a"}, {"name": "a", "mountPath": "/b", "readOnly": True}]}, [("volumeMounts[/b].readOnly", None, True)]),
        ({"ports": [{"port": 80}]}, {"ports": [{"port": 80, "protocol": "TCP"}]}, [("ports[80/TCP].protocol", None, "TCP")]),
        ({"rules": [{"verbs": ["get"]}]}, {"rules": [{"verbs": ["list"]}]}, [("rules[0].verbs", ["get"], ["list"])]),
        ({"rules": [{"a": 1}]}, {"rules": [{"a": 1}, {"a": 2}]}, [("rules", [{"a": 1}], [{"a": 1}, {"a": 2}])]),
        ({"env": [{"name": "B", "value": "1"}, {"name": "B", "value": "2"}]}, {"env": [{"name": "B", "value": "3"}, {"name": "B", "value": "2"}]}, [("env[0].value", "1", "3")]),
        ({"metadata": {}}, {"metadata": {"labels": {"a": "1", "b": "2"}}}, [("metadata.labels.a", None, "1"), ("metadata.labels.b", None, "2")]),
        ({"metadata": {"annotations": {"a": "1"}}}, {"metadata": {}}, [("metadata.annotations.a", "1", None)]),
        ({"initContainers": [{"name": "a"}, {"name": "b"}]}, {"initContainers": [{"name": "b"}, {"name": "a"}]}, [("initContainers.order", "a, b", "b, a")]),
    ],
)  # fmt: skip
def test_fields_that_differ(old, new, expected):
    assert found(old, new) == expected


TREES = st.recursive(
    st.sampled_from([None, True, 1, "a"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["name", "env", "labels"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(TREES)
def test_nothing_differs_from_itself(tree):
    assert [*differences(tree, copy.deepcopy(tree))] == []


@given(TREES, TREES)
def test_both_ways_tell_the_same_places(one, other):
    ways = ([*differences(one, other)], [*differences(other, one)])
    assert sorted(str(each.path) for each in ways[0]) == sorted(str(each.path) for each in ways[1])
