import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chartgen.render import head as module
from chartgen.render.embedded import EmbeddedEngine
from chartgen.render.head import Head, HeadError, head_of, quick_head, wrong_type

SIMPLE = """\
# a comment
apiVersion: v1
kind: ConfigMap
metadata:
  name: "a-b"
  labels: {}
  annotations:
    # inside
    'helm.sh/hook': pre-install,post-install
    x/y: "5"

data:
  - name: x
    value: "a \\"b\\" \\u003c"   # why
  - y
  -   z: http://example.com:80/x
      list: [a, "b", 'c']
  nothing:
"""


def test_a_simple_document():
    document = SIMPLE.replace("data:\n", "data:\n- first\n").replace("  nothing:\n", "")
    assert quick_head(SIMPLE.replace("  nothing:\n", "")) == Head(
        "ConfigMap", "a-b", "pre-install,post-install"
    )
    assert quick_head(document) is None


def test_nothing_but_comments_has_an_empty_head():
    assert quick_head("# a\n\n  # b\n") == Head()


@pytest.mark.parametrize(
    "document",
    [
        "- a\n",
        "text\n",
        "kind: 5\n",
        "kind: yes\n",
        "kind: null\n",
        "kind:\n",
        "kind:\n  a: b\n",
        "Kind: Pod\n",
        "kind: Pod\nkind: Job\n",
        '"kind": Pod\n',
        "metadata: x\n",
        "metadata:\n- a\n",
        "metadata:\n  annotations:\n    a: [1]\n",
        "metadata:\n  annotations:\n    a:\n      b: c\n",
        "metadata:\n  annotations:\n    helm.sh/hook:\n",
        "a: b: c\n",
        "a: b\n  c: d\n",
        "a: &x b\n",
        "a: *x\n",
        "a: !t b\n",
        "a: |\n  text\n",
        "a: {b: c}\n",
        "a: .inf\n",
        "\ta: b\n",
        "a:\tb\n",
        "a: b\r\n",
        "a: é\n",
        "null: x\n",
        f"{'k' * 600}: x\n",
        f'"{"k" * 600}": x\n',
    ],
)
def test_what_is_left_to_a_parser(document: str):
    assert quick_head(document) is None


KEYS = [
    "kind",
    "apiVersion",
    "metadata",
    "name",
    "annotations",
    "a",
    "Kind",
    "helm.sh/hook",
    '"helm.sh/hook"',
    "yes",
    "null",
]
VALUES = [
    "", "", "", " x", " Pod", " test", ' "q"', " 'it''s'", " {}", " []", " [a, 'b']", " a:b", " x # c", "  y ", " null",
    " true", " 5", " 1e3", ' "\\n\\u0041"', " a b  c", " a,b", " a: b", " |", " *x", " {a: b}", ' "open', " - x", " .inf",
]  # fmt: skip
LINE = st.builds(
    "{}{}{}".format,
    st.sampled_from(["", "", "  ", "  ", "    ", "    ", "- ", "  - ", "   "]),
    st.sampled_from([f"{key}:" for key in KEYS] + ["", "# c", "-"]),
    st.sampled_from(VALUES),
)
DOCUMENT = st.lists(LINE, min_size=1, max_size=9).map("\n".join).map(lambda text: text.lstrip())


def read_by_helm(embedded: EmbeddedEngine, documents: list[str]) -> list[Head | str]:
    heads: list[Head | str] = []
    answer = embedded._worker.ask(b"yaml", *(f"{text}\n".encode() for text in documents), seconds=60)
    for status, text in zip(answer[::2], answer[1::2], strict=True):
        heads.append(read_json(text) if status == b"0" else text.decode())
    return heads


def read_json(text: bytes) -> Head | str:
    try:
        return head_of(json.loads(text))
    except HeadError as error:
        return str(error)


@settings(max_examples=30, deadline=None)
@given(documents=st.lists(DOCUMENT, min_size=20, max_size=60))
def test_a_quick_head_is_what_helm_reads(embedded: EmbeddedEngine, documents: list[str]):
    quick = [quick_head(document) for document in documents]
    for document, head, exact in zip(documents, quick, read_by_helm(embedded, documents), strict=True):
        assert head is None or head == exact, document


def test_most_simple_documents_are_quick(embedded: EmbeddedEngine):
    chance = random.Random(7)
    documents = []
    for _ in range(300):
        lines = ["kind: ConfigMap", "metadata:", "  name: x"]
        for depth in range(chance.randrange(6)):
            indent = "  " * depth
            lines += [f"{indent}k{depth}{n}: {chance.choice(['a', '1', '[a, b]', 'x y'])}" for n in range(2)]
            lines.append(f"{indent}m{depth}:")
        documents.append("\n".join(lines))
    quick = [quick_head(document) for document in documents]
    assert None not in quick
    assert quick == read_by_helm(embedded, documents)


@pytest.mark.parametrize(
    ("value", "head"),
    [
        (None, Head()),
        ({}, Head()),
        ({"kind": 5, "metadata": {"name": 1000.0}}, Head("5", "1000")),
        ({"kind": None, "metadata": None}, Head()),
        ({"KIND": "x", "Metadata": {"NAME": True}}, Head("x", "true")),
        ({"metadata": {"annotations": {"helm.sh/hook": None}}}, Head(hook="")),
        ({"metadata": {"annotations": {"Helm.sh/hook": "test"}}}, Head()),
    ],
)
def test_heads_as_helm_reads_them(value: object, head: Head):
    assert head_of(value) == head


def test_wrong_types():
    with pytest.raises(HeadError, match="^a document must be a mapping, not a list$"):
        head_of([])
    with pytest.raises(HeadError, match="^apiVersion must be a text, not a mapping$"):
        head_of({"apiVersion": {}})
    assert wrong_type("metadata", "number", wanted="map") == "metadata must be a mapping, not a number"


@pytest.mark.parametrize("length", [100, 20_000, 300_000])
def test_documents_are_remembered_unless_they_are_huge(length: int):
    """Scenarios of a chart print the same scripts again and again; reading one takes half a millisecond."""
    document = f'kind: A\nn{length}: "{"x" * length}"\n'
    hits = [known.cache_info().hits for known in (module._known, module._known_long)]
    for _ in range(3):
        assert quick_head(document) == Head("A")
    after = [known.cache_info().hits for known in (module._known, module._known_long)]
    assert sum(after) - sum(hits) == (2 if length < 300_000 else 0)
