import pytest
import yaml as pyyaml

from chartgen.core import yaml_nodes as nodes
from chartgen.core.errors import InputError

TEXT = "a: [1, 'x', &b {c: d}]\n---\n- *b\n"


def test_nodes_know_where_they_stand():
    root = next(nodes.documents("a:\n  - 'x'\n  - {b: c}\n", file="x"))
    assert isinstance(root, nodes.Mapping)
    key, items = root.items
    assert isinstance(key, nodes.Scalar)
    assert (key.text, key.plain, key.line, key.column) == ("a", True, 1, 1)
    assert isinstance(items, nodes.Sequence)
    assert not items.flow
    text, flow = items.items
    assert isinstance(text, nodes.Scalar)
    assert (text.plain, text.line, text.column) == (False, 2, 5)
    assert isinstance(flow, nodes.Mapping)
    assert (flow.flow, flow.line, flow.column) == (True, 3, 5)


def test_an_anchor_is_known_in_its_own_document_only():
    found = nodes.documents(TEXT, file="x")
    assert isinstance(next(found), nodes.Mapping)
    with pytest.raises(InputError, match="x:3:3: the alias \\*b leads nowhere"):
        next(found)


def test_the_deepest_nesting():
    deepest = "[" * nodes.MAX_DEPTH + "]" * nodes.MAX_DEPTH
    assert next(nodes.documents(deepest, file="x"))
    with pytest.raises(InputError, match="nested deeper than 100 levels"):
        next(nodes.documents(f"[{deepest}]", file="x"))


def test_a_place_in_a_text():
    assert str(nodes.place_in("a\nbc", 3, file="x", first_line=5)) == "x:6:2"


@pytest.mark.parametrize(
    "text", ["a: [1, 'x', {c: d}]\n", '\ufeffé: "😀"\r\nb: "\\/"\r\n', "a: [\n", "a: \tb\n\tc: d\n"]
)
def test_the_slow_parser_gives_the_same(text: str, monkeypatch):
    def outcome():
        try:
            return [
                node.items[-1].__class__
                for node in nodes.documents(text, file="x")
                if isinstance(node, nodes.Collection)
            ]
        except InputError as error:
            return str(error.where)

    fast = outcome()
    monkeypatch.setattr(nodes, "_LOADER", pyyaml.SafeLoader)
    slow = outcome()
    assert type(fast) is type(slow)
    assert fast == slow or isinstance(fast, str)


@pytest.mark.parametrize("loader", [nodes._LOADER, pyyaml.SafeLoader])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: |\n  x\n  # y\n# c\nb: 'é' # x\n", ["\n  x\n  # y\n", "'é'"]),
        ("a: >- # q\n  z", ["\n  z"]),
        ('a: "x\\""\r\nb: |\r\n  u\r\n# z\r\n', ['"x\\""', "\n  u\r\n"]),
        ("a: 'x'\nb: [", ["'x'"]),
        ("a: |", [""]),
        ("a: x y\n", []),
        ("a: 'x'\n---\n'y'", ["'x'", "'y'"]),
        ("\0", []),
    ],
)
def test_where_texts_stand(monkeypatch, text, expected, loader):
    monkeypatch.setattr(nodes, "_LOADER", loader)
    found = [text[start:end] for start, end in nodes.spans_of_texts(text)]
    assert [each.rstrip() for each in found] == [each.rstrip() for each in expected]
