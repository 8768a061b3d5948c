"""What is refused, at once and with its place: documents, hostile ones, and what is no file."""

import os
import threading
import time
from pathlib import Path

import pytest

from chartgen.core import yaml
from chartgen.core.errors import InputError


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
