"""The leaves of values, and values with others in their places."""

from chartgen.render.sourcemap.leaves import leaves, with_changes


def test_leaves():
    tree = {"a": {"b": 1, "c": []}, "d": [{"e": None}, "x"], "f": {}}
    assert leaves(tree) == {
        ("a", "b"): 1,
        ("a", "c"): [],
        ("d", 0, "e"): None,
        ("d", 1): "x",
        ("f",): {},
    }
    assert leaves({}) == {}


def test_changes_share_what_they_do_not_touch():
    tree = {"a": {"b": 1}, "l": [1, {"c": 2}], "z": {"y": 1}}
    changed = with_changes(tree, {("a", "b"): 2, ("l", 1, "c"): 3, ("new", "key"): 4})
    assert changed == {"a": {"b": 2}, "l": [1, {"c": 3}], "z": {"y": 1}, "new": {"key": 4}}
    assert tree == {"a": {"b": 1}, "l": [1, {"c": 2}], "z": {"y": 1}}
    assert changed["z"] is tree["z"]
