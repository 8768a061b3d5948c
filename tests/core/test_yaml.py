"""Documents as Helm reads them: the embedded Helm of the SDK is asked each time."""

import os
import threading
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chartgen.core import yaml
from chartgen.core.errors import InputError
from chartgen.core.location import Location
from tests.helm_reading import REFUSED, floats, theirs


def ours(text: str | bytes):
    try:
        return floats(yaml.load(text, file="x").value)
    except InputError:
        return REFUSED


MAPS = [
    # Shapes
    "{}",
    "{a: 1}",
    "a:\n",
    "a: {}\nb: []\n",
    "a:\n- 1\n- 2\n",
    "a:\n  - b: 1\n    c: 2\n",
    "a: [1, {b: c}, [d]]\n",
    "a: [1, 2,]\n",
    "a: {b: 1,}\n",
    "{a, b: }\n",
    "a: [b: 1, c]\n",
    "? a\n: b\n",
    "? a\n",
    "a:  b  # comment\n",
    "a: b#c\n",
    "a: 'it''s'\n",
    'a: "tab\\tnew\\nline"\n',
    'a: "\\x41\\u00e9\\U0001F600"\n',
    'a: "\\ud83d\\ude00"\n',
    'a: "\\/"\n',
    'a: "\\q"\n',
    'a: "\\0\\a\\e\\N\\_\\L\\P"\n',
    "a: b\n c\n",
    "a: b\n\n c\n",
    "a: 'b\n  c'\n",
    'a: "b\\\n  c"\n',
    "a: |\n  x\n  y\n",
    "a: |-\n  x\n",
    "a: |+\n  x\n\n",
    "a: >\n  x\n  y\n\n  z\n",
    "a: |2\n   x\n",
    "a: >-\n  x\n    y\n  z\n",
    "a: |\n",
    "a: x: y\n",
    "a: [\n",
    "a: }\n",
    "a: 'x\n",
    'a: "x\n',
    "a: *b\n",
    "a: &b\n",
    "a: @x\n",
    "a: `x\n",
    "a: %x\n",
    "%x: a\n",
    "a: !\n",
    "- a: 1\n  b\n",
    "a: b\n  c: d\n",
    "a:\n b: 1\n  c: 2\n",
    "a:\n  b: 1\n c: 2\n",
    "a: {{ b }}\n",
    "{{ b }}: 1\n",
    "a: - b\n",
    "a: ? b\n",
    "a: [?]\n",
    "a: [a?b]\n",
    "a: {? b : c}\n",
    "a: -\n",
    "a : b\n",
    "'a': b\n",
    "{a:1}\n",
    '{"a":1}\n',
    "a: :b\n",
    "a: b:c\n",
    "a: http://x/y?z=1#f\n",
    "a: b: \n",
    # Tabs, line ends, marks
    "a:\tb\n",
    "\ta: b\n",
    "a:\n\tb: c\n",
    "a: b\t# c\n",
    "a: 'b\tc'\n",
    "a:\r\n  b: c\r\n",
    "a: b\rc: d\r",
    "a: |\r\n  x\r\n  y\r\n",
    "\ufeffa: b\n",
    "a: x\ufeffy\n",
    "a: b\u2028c: d\n",
    "a: b\x85c: d\n",
    "a: \xa0b\n",
    "a: \x07\n",
    "a: \x7f\n",
    "a: \x1b[0m\n",
    "a: \U0001f600\n",
    "é: ü\n",
    "a: \ufffe\n",
    "# only\n a: b\n",
    # Several documents
    "---\na: b\n",
    "a: b\n---\nc: d\n",
    "a: b\n...\n",
    "a: b\n...\nc: d\n",
    "a: b\n---\nc: [\n",
    "--- {a: b}\n",
    "%YAML 1.1\n---\na: b\n",
    "%YAML 1.2\n---\na: b\n",
    "%YAML 2.0\n---\na: b\n",
    "%TAG ! tag:x,2000:\n---\na: !b c\n",
    "a: !b!c d\n",
    # Duplicates, merges, anchors
    "a: 1\na: 2\n",
    "a: {b: 1}\na: {c: 2}\n",
    "true: x\nyes: y\n",
    "a: .inf\na: 1\n",
    "{a: 1, a: 2}\n",
    "b: &b {x: 1, y: 2}\na:\n  <<: *b\n  x: 3\n",
    "b: &b {x: 1}\na:\n  x: 3\n  <<: *b\n",
    "b: &b {x: 1}\nc: &c {x: 2, z: 3}\na:\n  <<: [*b, *c]\n",
    "a:\n  <<: {x: 1}\n",
    "a:\n  <<: x\n",
    "a:\n  <<: [x]\n",
    "a:\n  <<:\n",
    "a:\n  '<<': {x: 1}\n",
    "a:\n  !!merge <<: {x: 1}\n",
    "a:\n  <<: {x: 1}\n  <<: {y: 2}\n",
    "<<: {x: 1}\n",
    "a: <<\n",
    "a: [<<]\n",
    "b: &b {<<: {x: 1}, y: 2}\na: {<<: *b}\n",
    "a:\n  <<: []\n",
    "b: &b [{x: 1}, {x: 2}]\na: {<<: *b}\n",
    "a: &x 1\nb: *x\n",
    "a: &x [1]\nb: [*x, *x]\n",
    "a: &x {b: *x}\n",
    "a: &x 1\nb: &x 2\nc: *x\n",
    "&k a: b\n*k : c\n",
    "&k a: b\nc: {*k : d}\n",
    # Keys
    "1: a\n",
    "1.5: a\n",
    "1e10: a\n",
    "true: a\n",
    "off: a\n",
    "~: a\n",
    "null: a\n",
    ": a\n",
    "'': a\n",
    ".inf: a\n",
    ".nan: a\n",
    "0x10: a\n",
    "017: a\n",
    "2001-01-01: a\n",
    "[a]: b\n",
    "{a: b}: c\n",
    "? [a]\n: b\n",
    "!!str 1: a\n",
    "!!int '1': a\n",
    "!!binary aGk=: a\n",
    "!!null '': a\n",
    "9223372036854775808: a\n",
    "-9223372036854775808: a\n",
    "0.1: a\n",
    "100000.0: a\n",
    "1000000.0: a\n",
    "0.00001: a\n",
    # Tags on collections
    "a: !!map {b: c}\n",
    "a: !!seq [b]\n",
    "a: !!set {b, c}\n",
    "a: !!omap [b: c]\n",
    "a: !own {b: c}\n",
    "a: !!str [b]\n",
    "a: !!int {b: c}\n",
    "a: !!python/object:x {}\n",
    "a: !!timestamp 2001-01-01\n",
    "a: !<tag:yaml.org,2002:int> 1\n",
    "a: !!binary |\n  aGVs\n  bG8=\n",
    "a: !!binary /w==\n",
    'a: !!binary ""\n',
    "a: !!binary %\n",
]
NOTHING = [
    "",
    "---\n---\na: b\n",
    "\n",
    "# only a comment\n",
    "---\n",
    "---\n...\n",
    "~\n",
    "null\n",
    "--- # x\n",
]
OTHER_TOPS = [
    ("- a\n- b\n", ["a", "b"]),
    ("[]", []),
    ("text", "text"),
    ("a:b\n", "a:b"),
    ('"a":b\n', "a"),
    ("1", 1),
    ("yes", True),
    ('"x"', "x"),
]


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


TOKENS = [
    "a",
    "b",
    "1",
    "~",
    "yes",
    "'1'",
    '"a b"',
    "1e3",
    "!!str ",
    "&x ",
    "*x",
    "<<",
    ": ",
    ":",
    ", ",
    "[",
    "]",
    "{",
    "}",
    "- ",
    "? ",
    " ",
    "\n",
    "\n  ",
    "\n- ",
    "#",
    "|",
    "é",
    "'",
    '"',
    "a: ",
    "b: ",
    "\na: ",
    "\nb:\n  a: ",
]


@settings(max_examples=600, deadline=None)
@given(st.lists(st.sampled_from(TOKENS), max_size=12).map("".join).map("a: {}\n".format))
def test_random_documents_mean_what_they_mean_to_helm(text: str):
    assert ours(text) == theirs(text)


@settings(max_examples=600, deadline=None)
@given(
    st.binary(max_size=60)
    | st.text("ab:-[]{}&*!|>'\"%@`#,? \n\t\r\x00\ufeff\x85é<", max_size=40).map(str.encode)
)
def test_any_bytes_give_a_document_or_an_input_error(data: bytes):
    try:
        document = yaml.load(data, file="x")
        documents = yaml.load_all(data, file="x")
    except InputError as error:
        place = str(error)
    else:
        place = document.locate(("a", 0)).file
        assert isinstance(document, yaml.Document)
        assert isinstance(documents, list)
    assert place.startswith("x")


# What we refuse although the embedded Helm reads it, and why.
@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"a: b\n\xef\xbb\xbfc: d\n", "x:2:1: a byte order mark (U+FEFF) inside the text"),
        (b"a: \x00\n", "x: this is a binary file"),
        (b"\xff\xfea\x00", "x: this is UTF-16"),
        (b"a: 1\nb: \xe9\n", "x:2:4: the byte 0xe9 is not UTF-8"),
        (b"a: \x07\n", "x:1:4: the character U+0007 is not allowed in YAML"),
        (b"a: b\n  c: d\n", "x:2:4: mapping values are not allowed"),
        (b"a: [\n", "x:2:1: did not find expected node content"),
        (b"a: *b\n", "x:1:4: the alias *b leads nowhere"),
        (b"a: &b [*b]\n", "x:1:8: the value of the anchor &b contains itself"),
        (b"{{ a }}: 1\n", "x:1:1: a list or mapping cannot be a key"),
        (b"a: .inf\n", "x:1:4: `.inf` has no place in JSON"),
        (b"a:\n  ~: 1\n", "x:2:3: null cannot be a key"),
        (b'a:\n- "x\\/y"\n', "x:2:3: Helm knows no escape \\/"),
    ],
)
def test_a_refusal_says_what_and_where(data: bytes, problem: str):
    with pytest.raises(InputError) as caught:
        yaml.load(data, file="x")
    assert str(caught.value).startswith(problem)


@pytest.mark.parametrize(
    "text",
    [
        '\ufeffé: 1\r\n\U0001f600: "a"\r\nb: "x\\/y"\r\n',
        'a: "\\\\/"\n',
        'a: "\\\\\\/"\n',
        "a: '\\/'\n",
        "a: \\/\n",
        'a: "b"\nc: \\/\n',
        '{"a\\/b": 1}',
    ],
)
def test_an_escaped_slash_is_seen_where_helm_sees_it(text: str):
    assert ours(text) == theirs(text)


def bomb(part: str) -> str:
    lines = [
        f"{chr(98 + i)}: &{chr(98 + i)} {part.format(','.join([f'*{chr(97 + i)}'] * 9))}\n" for i in range(12)
    ]
    return "a: &a {x: 1}\n" + "".join(lines)


HOSTILE = {
    "aliases": bomb("[{0}]"),
    "merges": bomb("{{<<: [{0}]}}"),
    "flow lists": "[" * 10_000,
    "closed flow lists": "[" * 10_000 + "]" * 10_000,
    "flow maps": "{a: " * 10_000,
    "lists": "- " * 10_000,
    "keys": "? " * 10_000,
    "maps": "".join(f"{' ' * depth}a:\n" for depth in range(3000)),
    "an open quote": 'a: "' + "b\n" * 300_000,
    "a long key": "a" * 1_000_000 + ": b: c",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_documents_are_refused_at_once(name: str):
    started = time.process_time()
    with pytest.raises(InputError):
        yaml.load(HOSTILE[name], file="x")
    assert time.process_time() - started < 1


@pytest.mark.parametrize(
    "text",
    ["\n" * 1_000_000, "\n" + " " * 1_000_000, "\n " * 300_000 + "a: b", "a: '" + "\n" * 300_000 + "'"],
)
def test_blanks_are_read_at_once(text: str):
    started = time.process_time()
    yaml.load(text, file="x")
    assert time.process_time() - started < 1


def test_too_many_values_are_refused_before_all_are_in_memory(monkeypatch):
    monkeypatch.setattr("chartgen.core.yaml_nodes.MAX_NODES", 1000)
    with pytest.raises(InputError, match=r"^x:1:19\d\d: more than 1000 values"):
        yaml.load("[" + "1," * 50_000 + "]", file="x")


def test_a_large_file_is_refused_unread(tmp_path: Path):
    path = tmp_path / "large.yaml"
    with path.open("wb") as stream:
        stream.truncate(10**12)
    started = time.process_time()
    with pytest.raises(InputError, match="larger than 33554432 bytes"):
        yaml.read_bytes(path)
    assert time.process_time() - started < 1
    with pytest.raises(InputError, match="larger than 2 bytes"):
        yaml.read_bytes(path, limit=2)


def test_what_is_no_file(tmp_path: Path):
    for path, problem in (
        (tmp_path / "none", "no such file"),
        (tmp_path, "is a directory, not a file"),
        (Path("a\0b"), "cannot be read: "),
    ):
        with pytest.raises(InputError, match=problem):
            yaml.read_bytes(path)


def test_a_pipe_is_read(tmp_path: Path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(b"a: 1\n",))
    writer.start()
    assert yaml.read_bytes(pipe) == b"a: 1\n"
    writer.join()


PLACES = """\
# comment
networks:
  data:
    ranges:
      - range: 10.0.0.0/24
        exclude: [10.0.0.1, 10.0.0.2]
      - range: 10.1.0.0/24
  "a.b": &anchor
    x: 1
  copy: *anchor
  merged:
    <<: *anchor
    z: 2
"""


@pytest.mark.parametrize(
    ("path", "value", "key", "text"),
    [
        ((), (2, 1), (2, 1), ""),
        (("networks",), (3, 3), (2, 1), "networks"),
        (("networks", "data", "ranges"), (5, 7), (4, 5), "networks.data.ranges"),
        (("networks", "data", "ranges", 0), (5, 9), (5, 9), "networks.data.ranges[0]"),
        (("networks", "data", "ranges", 0, "range"), (5, 16), (5, 9), "networks.data.ranges[0].range"),
        (
            ("networks", "data", "ranges", 0, "exclude", 1),
            (6, 29),
            (6, 29),
            "networks.data.ranges[0].exclude[1]",
        ),
        (("networks", "data", "ranges", 1, "range"), (7, 16), (7, 9), "networks.data.ranges[1].range"),
        (("networks", "a.b", "x"), (9, 8), (9, 5), r"networks.a\.b.x"),
        (("networks", "copy"), (10, 9), (10, 3), "networks.copy"),
        (("networks", "copy", "x"), (9, 8), (9, 5), "networks.copy.x"),
        (("networks", "merged", "x"), (9, 8), (9, 5), "networks.merged.x"),
        (("networks", "merged", "z"), (13, 8), (13, 5), "networks.merged.z"),
        # What is missing stands at the key of the nearest that is there.
        (("networks", "data", "master"), (3, 3), (3, 3), "networks.data.master"),
        (("networks", "data", "ranges", 2, "range"), (4, 5), (4, 5), "networks.data.ranges[2].range"),
        (("networks", "data", "ranges", -1), (4, 5), (4, 5), "networks.data.ranges[-1]"),
        (("other", "x"), (2, 1), (2, 1), "other.x"),
    ],
)
def test_places(path, value, key, text):
    document = yaml.load(PLACES, file="v.yaml")
    assert document.locate(path) == Location("v.yaml", *value, values_path=text)
    assert document.locate(path, key=True) == Location("v.yaml", *key, values_path=text)


def test_places_in_an_empty_document_and_in_a_part_of_a_file():
    assert yaml.load("", file="v.yaml").locate(("a",)) == Location("v.yaml", values_path="a")
    assert str(yaml.load("a: 1\n", file="v.yaml", first_line=10).locate(("a",))) == "v.yaml:10:4"
    with pytest.raises(InputError, match=r"^v.yaml:11:1: "):
        yaml.load("a: 1\n}\n", file="v.yaml", first_line=10)


def test_duplicates_give_both_places():
    document = yaml.load(
        "a:\n  b: 1\n  c: 2\n  b: 3\nl:\n- x: 1\n  'x': 2\n1: x\n'1': y\nm: {<<: {z: 1}, z: 2}\n",
        file="v.yaml",
    )
    found = [(d.path, d.key, str(d.first), str(d.second)) for d in document.duplicates]
    assert found == [
        (("a", "b"), "b", "v.yaml:2:3", "v.yaml:4:3"),
        (("l", 0, "x"), "x", "v.yaml:6:3", "v.yaml:7:3"),
        (("1",), "1", "v.yaml:8:1", "v.yaml:9:1"),
    ]
    assert document.value["a"] == {"b": 3, "c": 2}
    assert document.locate(("a", "b")).line == 4
    assert yaml.load("a: 1\n", file="v.yaml").duplicates == ()


def test_all_documents_of_a_stream():
    documents = yaml.load_all("a: 1\n---\n---\n- b\n...\n---\nc\n", file="m.yaml")
    assert [document.value for document in documents] == [{"a": 1}, None, ["b"], "c"]
    assert str(documents[2].locate((0,))) == "m.yaml:4:3"
    assert yaml.load_all("", file="m.yaml") == []


def test_nothing_is_shared():
    value = yaml.load("a: &x {z: [1]}\nb: *x\nc: {<<: *x}\n", file="x").value
    value["a"]["z"].append(2)
    assert value["b"] == value["c"] == {"z": [1]}


def test_a_path_is_written_as_set_takes_it():
    assert yaml.format_path(("a", 0, "b.c", "d,e=[f]")) == r"a[0].b\.c.d\,e\=\[f\]"
    assert yaml.format_path((0, "a")) == "[0].a"
