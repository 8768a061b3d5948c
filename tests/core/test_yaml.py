"""Documents as Helm reads them: the embedded Helm of the SDK is asked each time."""

import os
import threading
import time
from pathlib import Path

import helm_python
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chartgen.core import yaml
from chartgen.core.errors import InputError
from chartgen.core.location import Location

REFUSED = "refused"


def theirs(text: str):
    try:
        return floats(helm_python.values_from_yaml(text))
    except helm_python.HelmError:
        return REFUSED


def ours(text: str | bytes):
    try:
        return floats(yaml.load(text, file="x").value)
    except InputError:
        return REFUSED


def floats(value):
    """All numbers are floats to Helm; a bool is none."""
    if isinstance(value, dict):
        return {key: floats(item) for key, item in value.items()}
    if isinstance(value, list):
        return [floats(item) for item in value]
    return ("number", float(value)) if type(value) in (int, float) else value


MAPS = [
    # Shapes
    "{}", "{a: 1}", "a:\n", "a: {}\nb: []\n", "a:\n- 1\n- 2\n", "a:\n  - b: 1\n    c: 2\n", "a: [1, {b: c}, [d]]\n",
    "a: [1, 2,]\n", "a: {b: 1,}\n", "{a, b: }\n", "a: [b: 1, c]\n", "? a\n: b\n", "? a\n", "a:  b  # comment\n", "a: b#c\n",
    "a: 'it''s'\n", 'a: "tab\\tnew\\nline"\n', 'a: "\\x41\\u00e9\\U0001F600"\n', 'a: "\\ud83d\\ude00"\n', 'a: "\\/"\n', 'a: "\\q"\n',
    'a: "\\0\\a\\e\\N\\_\\L\\P"\n', "a: b\n c\n", "a: b\n\n c\n", "a: 'b\n  c'\n", 'a: "b\\\n  c"\n',
    "a: |\n  x\n  y\n", "a: |-\n  x\n", "a: |+\n  x\n\n", "a: >\n  x\n  y\n\n  z\n", "a: |2\n   x\n", "a: >-\n  x\n    y\n  z\n", "a: |\n",
    "a: x: y\n", "a: [\n", "a: }\n", "a: 'x\n", 'a: "x\n', "a: *b\n", "a: &b\n", "a: @x\n", "a: `x\n", "a: %x\n", "%x: a\n", "a: !\n", "- a: 1\n  b\n",
    "a: b\n  c: d\n", "a:\n b: 1\n  c: 2\n", "a:\n  b: 1\n c: 2\n", "a: {{ b }}\n", "{{ b }}: 1\n", "a: - b\n", "a: ? b\n", "a: [?]\n", "a: [a?b]\n", "a: {? b : c}\n",
    "a: -\n", "a : b\n", "'a': b\n", "{a:1}\n", '{"a":1}\n', "a: :b\n", "a: b:c\n", "a: http://x/y?z=1#f\n", "a: b: \n",
    # Tabs, line ends, marks
    "a:\tb\n", "\ta: b\n", "a:\n\tb: c\n", "a: b\t# c\n", "a: 'b\tc'\n", "a:\r\n  b: c\r\n", "a: b\rc: d\r", "a: |\r\n  x\r\n  y\r\n", "\ufeffa: b\n",     "a: x\ufeffy\n", "a: b\u2028c: d\n", "a: b\x85c: d\n", "a: \xa0b\n", "a: \x07\n", "a: \x7f\n", "a: \x1b[0m\n", "a: \U0001f600\n", "é: ü\n", "a: \ufffe\n", "# only\n a: b\n",
    # Several documents
    "---\na: b\n", "a: b\n---\nc: d\n", "a: b\n...\n", "a: b\n...\nc: d\n", "a: b\n---\nc: [\n", "--- {a: b}\n", "%YAML 1.1\n---\na: b\n", "%YAML 1.2\n---\na: b\n", "%YAML 2.0\n---\na: b\n",
    "%TAG ! tag:x,2000:\n---\na: !b c\n", "a: !b!c d\n",
    # Duplicates, merges, anchors
    "a: 1\na: 2\n", "a: {b: 1}\na: {c: 2}\n", "1: x\n'1': y\n", "true: x\nyes: y\n", "a: .inf\na: 1\n", "{a: 1, a: 2}\n",
    "b: &b {x: 1, y: 2}\na:\n  <<: *b\n  x: 3\n", "b: &b {x: 1}\na:\n  x: 3\n  <<: *b\n", "b: &b {x: 1}\nc: &c {x: 2, z: 3}\na:\n  <<: [*b, *c]\n", "a:\n  <<: {x: 1}\n",
    "a:\n  <<: x\n", "a:\n  <<: [x]\n", "a:\n  <<:\n", "a:\n  '<<': {x: 1}\n", "a:\n  !!merge <<: {x: 1}\n", "a:\n  <<: {x: 1}\n  <<: {y: 2}\n", "<<: {x: 1}\n", "a: <<\n", "a: [<<]\n",
    "b: &b {<<: {x: 1}, y: 2}\na: {<<: *b}\n", "a:\n  <<: []\n", "b: &b [{x: 1}, {x: 2}]\na: {<<: *b}\n", "a: &x 1\nb: *x\n", "a: &x [1]\nb: [*x, *x]\n", "a: &x {b: *x}\n", "a: &x 1\nb: &x 2\nc: *x\n", "&k a: b\n*k : c\n", "&k a: b\nc: {*k : d}\n",
    # Keys
    "1: a\n", "1.5: a\n", "1e10: a\n", "true: a\n", "off: a\n", "~: a\n", "null: a\n", ": a\n", "'': a\n", ".inf: a\n", ".nan: a\n", "0x10: a\n", "017: a\n", "2001-01-01: a\n", "[a]: b\n", "{a: b}: c\n", "? [a]\n: b\n",
    "!!str 1: a\n", "!!int '1': a\n", "!!binary aGk=: a\n", "!!null '': a\n", "9223372036854775808: a\n", "-9223372036854775808: a\n", "0.1: a\n", "100000.0: a\n", "1000000.0: a\n", "0.00001: a\n",
    # Tags on collections
    "a: !!map {b: c}\n", "a: !!seq [b]\n", "a: !!set {b, c}\n", "a: !!omap [b: c]\n", "a: !own {b: c}\n", "a: !!str [b]\n", "a: !!int {b: c}\n", "a: !!python/object:x {}\n", "a: !!timestamp 2001-01-01\n", "a: !<tag:yaml.org,2002:int> 1\n",
    "a: !!binary |\n  aGVs\n  bG8=\n", "a: !!binary /w==\n", "a: !!binary \"\"\n", "a: !!binary %\n",
]
NOTHING = ["", "---\n---\na: b\n", "\n", "# only a comment\n", "---\n", "---\n...\n", "~\n", "null\n", "--- # x\n"]
OTHER_TOPS = [("- a\n- b\n", ["a", "b"]), ("[]", []), ("text", "text"), ("a:b\n", "a:b"), ('"a":b\n', "a"), ("1", 1), ("yes", True), ('"x"', "x")]


@pytest.mark.parametrize("text", MAPS)
def test_a_document_means_what_it_means_to_helm(text: str):
    assert ours(text) == theirs(text)


@pytest.mark.parametrize("text", NOTHING)
def test_an_empty_document_is_nothing_and_an_empty_map_to_helm(text: str):
    assert yaml.load(text, file="x").value is None
    assert not theirs(text)


@pytest.mark.parametrize(("text", "value"), OTHER_TOPS)
def test_a_document_may_be_no_map_which_helm_refuses_as_values(text: str, value):
    assert yaml.load(text, file="x").value == value
    assert theirs(text) == REFUSED


KEY = st.text("ab1.~yé<", min_size=1, max_size=3)
SCALAR = st.sampled_from(["1", "x", "yes", "~", "'1'", '"a b"', "1e3", "0x1f", "!!str 1", "&x 1", "*x", "1:2", "é", "''", ".5", "a: b", "#c", "-", "|"])
TREE = st.recursive(
    SCALAR,
    lambda inner: st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]")
    | st.lists(st.tuples(KEY, inner), max_size=3).map(lambda items: "{" + ", ".join(f"{k}: {v}" for k, v in items) + "}"),
    max_leaves=6,
)
LINES = st.lists(
    st.tuples(st.integers(0, 3), st.sampled_from(["- ", ""]), KEY, TREE).map(lambda line: f"{'  ' * line[0]}{line[1]}{line[2]}: {line[3]}\n"),
    max_size=5,
).map("".join)


@settings(max_examples=1200, deadline=None)
@given(st.lists(st.tuples(KEY, TREE), min_size=1, max_size=4).map(lambda items: "".join(f"{k}: {v}\n" for k, v in items)) | LINES)
def test_random_documents_mean_what_they_mean_to_helm(text: str):
    mine = ours(text)
    if isinstance(mine, dict) or mine == REFUSED:
        assert mine == theirs(text)
    else:
        assert not theirs(text) or theirs(text) == REFUSED


@settings(max_examples=600, deadline=None)
@given(st.binary(max_size=60) | st.text("ab:-[]{}&*!|>'\"%@`#,? \n\t\r\x00\ufeff\x85é<", max_size=40).map(str.encode))
def test_any_bytes_give_a_document_or_an_input_error(data: bytes):
    try:
        document = yaml.load(data, file="x")
        documents = yaml.load_all(data, file="x")
    except InputError as error:
        assert str(error).startswith("x")
    else:
        assert isinstance(document, yaml.Document)
        assert isinstance(documents, list)
        assert document.locate(("a", 0)).file == "x"
