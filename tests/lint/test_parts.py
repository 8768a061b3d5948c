"""Each part of a value comes once, in the order in which it is written."""

from chartgen.lint.parts import parts


def test_parts_come_in_their_order():
    found = list(parts({"a": [1, {"b": None}], "c": {}}, ("spec",)))
    assert [path for path, _ in found] == [
        ("spec",),
        ("spec", "a"),
        ("spec", "a", 0),
        ("spec", "a", 1),
        ("spec", "a", 1, "b"),
        ("spec", "c"),
    ]
    assert [value for _, value in found][2:] == [1, {"b": None}, None, {}]


def test_depth_is_no_limit():
    value: object = "end"
    for _ in range(5000):
        value = [value]
    assert [inner for _, inner in parts(value)][-1] == "end"
