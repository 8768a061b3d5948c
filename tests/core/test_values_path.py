import pytest

from chartgen.core.values_path import Named, contains, path_at_start

TREE = {
    "a": {"b": 1, "b.c": {"d": 2}, "": 3, "e f": {}, "g: h": 4},
    "": {"x": 5},
    "list": [1, {"k": [6, 7]}],
}


@pytest.mark.parametrize(
    ("text", "path", "value"),
    [
        ("a: no", ("a",), TREE["a"]),
        ("a.b: no", ("a", "b"), 1),
        ("a.b.c: no", ("a", "b.c"), {"d": 2}),
        ("a.b.c.d: no", ("a", "b.c", "d"), 2),
        ("a.: no", ("a", ""), 3),
        ("a.e f: no", ("a", "e f"), {}),
        ("a.e f.x.y: no", ("a", "e f", "x", "y"), None),
        ("a.g: h: no", ("a", "g: h"), 4),
        ("a.b-d: no", ("a", "b-d"), None),
        ("a.missing: no", ("a", "missing"), None),
        (": no", ("",), {"x": 5}),
        ("list[1].k[0]: no", ("list", 1, "k", 0), 6),
        ("list[1].n: a.b: no", ("list", 1, "n"), None),
    ],
)
def test_paths(text: str, path: tuple[str | int, ...], value: object):
    assert path_at_start(text, TREE) == (path, value)


@pytest.mark.parametrize(
    "text",
    ["", "a", "a:b", "ab: no", "see a.b: no", "list[2]: no", "list[x]: no", "list[1]k: no", "zzz.y: no"],
)
def test_no_paths(text: str):
    assert path_at_start(text, TREE) is None


def test_many_keys_are_no_burden():
    tree = {"networks": {f"n{number}": {"mtu": 1} for number in range(100_000)}}
    assert path_at_start("networks.n99999.mtu: no", tree) == (("networks", "n99999", "mtu"), 1)


def test_what_is_there():
    assert contains(TREE, ())
    assert contains(TREE, ("a", "b.c", "d"))
    assert contains({"a": None}, ("a",))
    assert contains(TREE, ("list", 1, "k", 1))
    for path in (("a", "x"), ("a", "b", "c"), ("list", 2), ("list", "0"), ("a", 0)):
        assert not contains(TREE, path)


def test_a_huge_index_is_no_path():
    assert path_at_start(f"list[{'9' * 5000}]: no", TREE) is None


def test_maps_and_lists_are_nested():
    assert Named(("a",), [1]).is_nested
    assert Named(("a",), {}).is_nested
    assert not Named(("a",), "x").is_nested
