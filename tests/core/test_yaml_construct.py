import pytest

from chartgen.core import yaml
from chartgen.core import yaml_construct as construct
from chartgen.core import yaml_nodes as nodes
from chartgen.core.errors import InputError


def root(text: str) -> nodes.Node:
    return next(nodes.documents(text, file="x"))


def value(text: str):
    return construct.Constructor(root(text), "x").construct()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 9007199254740993", {"a": 9007199254740992}),
        ("a: -9007199254740993", {"a": -9007199254740992}),
        ("a: {x: 1}\n<<: {a: 2, b: 3}", {"a": 2, "b": 3}),
        ("<<: [{a: 1}, {a: 2, b: 3}]", {"a": 1, "b": 3}),
        ("a: .inf\na: 1", {"a": 1}),
    ],
)
def test_values(text: str, expected):
    assert value(text) == expected


@pytest.mark.parametrize(
    ("text", "problem"),
    [("<<: x", "x:1:5: << takes"), ("a: {.inf: 1, ~: 2}", "x:1:14: null"), ("a: !!int x", "x:1:4: `x`")],
)
def test_refusals(text: str, problem: str):
    with pytest.raises(InputError) as caught:
        value(text)
    assert str(caught.value).startswith(problem)


def test_aliases_multiply_only_so_far():
    assert len(value("a: &a [" + "x," * 50 + "]\nb: [" + "*a," * 20 + "]\n")["b"]) == 20
    chain = "a: &a [1]\n" + "".join(f"b{i}: &b{i} [*{'a' if not i else f'b{i - 1}'}]\n" for i in range(120))
    with pytest.raises(InputError, match="nested deeper than 100"):
        value(chain)


def test_entries_are_those_that_count():
    mapping = root("a: 1\n<<: {b: 2, a: 3}\nc: 4\nc: 5\n")
    assert isinstance(mapping, nodes.Mapping)
    found = construct.effective_entries(mapping, "x")
    assert {name: (key.line, item.line) for name, (key, item) in found.items()} == {
        "a": (2, 2),
        "b": (2, 2),
        "c": (4, 4),
    }
    assert [name for name, _, _ in construct.entries(mapping, "x")] == ["a", "c", "c"]
    assert [
        (path, first.line, second.line) for path, first, second in construct.duplicates(mapping, "x")
    ] == [(("c",), 3, 4)]


def test_aliases_may_not_repeat_long_texts_without_end():
    text = "a: &a " + "x" * 100_000 + "\nl:\n" + "- *a\n" * 99
    assert len(yaml.load(text, file="f").value["l"]) == 99
    with pytest.raises(InputError, match="aliases repeat parts") as caught:
        yaml.load(text + "- *a\n" * 300, file="f")
    assert caught.value.where.line > 300
