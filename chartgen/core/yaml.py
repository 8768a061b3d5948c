"""YAML as Helm reads it, with the line and column of every key and value.

Helm reads through sigs.k8s.io/yaml: a Go library for YAML 1.1, then JSON. `1:20` is text, `1e3` a number,
`yes` true, `0o17` fifteen; keys become text; a later key wins over an earlier one of the same name, also a
merged (`<<`) one over one that stands before it. What JSON cannot say (infinity, null as a key) is refused.
All numbers are 64-bit floats to Helm: integers beyond 2**53 are rounded as there.
"""

import codecs
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from chartgen.core import yaml_construct as construct
from chartgen.core import yaml_nodes as nodes
from chartgen.core.errors import InputError
from chartgen.core.location import Location
from chartgen.core.values_path import Steps

MAX_BYTES: Final = 32 * 1024 * 1024
"""Largest file that is read; Helm itself cannot store a release of more than 1 MiB."""

_SPECIAL: Final = re.compile(r"[\\.,=\[\]{}]")


class Duplicate(NamedTuple):
    """A key that a mapping has more than once; `second` is the later place, and the last one wins."""

    path: Steps
    key: str
    first: Location
    second: Location


class Document:
    """One YAML document: `value` is plain dict, list, str, int, float, bool or None, nothing shared."""

    __slots__ = ("_children", "_root", "duplicates", "file", "value")

    def __init__(self, root: nodes.Node | None, file: str) -> None:
        """Read the document whose root is given; nothing for an empty document.

        Raises:
            InputError: something in it that Helm refuses.
        """
        self._root, self.file = root, file
        self._children: dict[int, dict[str, tuple[nodes.Node, nodes.Node]]] = {}
        self.value: Any = None
        self.duplicates: tuple[Duplicate, ...] = ()
        if root is None:
            return
        constructor = construct.Constructor(root, file)
        self.value = constructor.construct()
        if constructor.may_have_duplicates:
            self.duplicates = tuple(self._duplicates(root))

    def locate(self, path: Sequence[str | int], *, key: bool = False) -> Location:
        """Give the place of the value at `path`, or of its key.

        What is not there is placed at the key of the nearest mapping or list that is.
        """
        if self._root is None:
            return Location(self.file, values_path=format_path(path))
        key_node = node = self._root
        missing = False
        for step in path:
            child = self._child(node, step)
            if child is None:
                missing = True
                break
            key_node, node = child
        place = key_node if key or missing else node
        return Location(self.file, place.line, place.column, values_path=format_path(path))

    def _child(self, node: nodes.Node, step: str | int) -> tuple[nodes.Node, nodes.Node] | None:
        target = construct.resolved(node)
        if isinstance(target, nodes.Mapping):
            return self._entries(target).get(step) if isinstance(step, str) else None
        if isinstance(target, nodes.Sequence) and isinstance(step, int) and 0 <= step < len(target.items):
            return target.items[step], target.items[step]
        return None

    def _entries(self, node: nodes.Mapping) -> dict[str, tuple[nodes.Node, nodes.Node]]:
        known = self._children.get(id(node))
        if known is None:
            known = self._children[id(node)] = construct.effective_entries(node, self.file)
        return known

    def _duplicates(self, root: nodes.Node) -> list[Duplicate]:
        found = []
        for path, first, second in construct.duplicates(root, self.file):
            text = format_path(path)
            places = [
                Location(self.file, node.line, node.column, values_path=text) for node in (first, second)
            ]
            found.append(Duplicate(path, str(path[-1]), places[0], places[1]))
        return found


def load(text: str | bytes, *, file: str, first_line: int = 1) -> Document:
    """Read the first document of `text`, which is all that Helm's library reads; its `value` may be anything.

    `first_line` is the line of `file` at which `text` starts.

    Raises:
        InputError: not text, not YAML, or something in it that Helm refuses.
    """
    found = nodes.documents(decode(text, file=file), file=file, first_line=first_line)
    return Document(next(found, None), file)


def load_all(text: str | bytes, *, file: str) -> list[Document]:
    """Read all documents of a stream such as a manifest.

    Raises:
        InputError: as for `load`.
    """
    return [Document(root, file) for root in nodes.documents(decode(text, file=file), file=file)]


def read_bytes(path: Path, *, limit: int = MAX_BYTES) -> bytes:
    """Give the content of a file, pipe or device of at most `limit` bytes.

    Raises:
        InputError: it is missing, unreadable, a directory, or too large.
    """
    try:
        with path.open("rb") as stream:
            data = stream.read(limit + 1)
    except FileNotFoundError as error:
        raise InputError("no such file", where=str(path), hint="check the name and the folder") from error
    except IsADirectoryError as error:
        raise InputError("is a directory, not a file", where=str(path), hint="name the file in it") from error
    except (OSError, ValueError) as error:
        problem = getattr(error, "strerror", None) or str(error)
        raise InputError(
            f"cannot be read: {problem}", where=str(path), hint="check its name and permissions"
        ) from error
    if len(data) > limit:
        raise InputError(f"larger than {limit} bytes", where=str(path), hint="is this the right file?")
    return data


def decode(text: str | bytes, *, file: str) -> str:
    """Give bytes as text.

    Raises:
        InputError: they are not UTF-8.
    """
    if isinstance(text, str):
        return text
    if text.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise InputError("this is UTF-16", where=file, hint="save it as UTF-8")
    if b"\0" in text:
        raise InputError("this is a binary file", where=file, hint="a text file in UTF-8 is expected")
    try:
        return text.decode()
    except UnicodeDecodeError as error:
        before = text[: error.start].decode()
        raise InputError(
            f"the byte 0x{text[error.start]:02x} is not UTF-8",
            where=nodes.place_in(before, len(before), file=file),
            hint="save the file as UTF-8",
        ) from error


def format_path(path: Sequence[str | int]) -> str:
    r"""Write a values path as `--set` takes it: `networks.data.ranges[0].range`, a dot in a key as `\.`."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            text += ("." if text else "") + _SPECIAL.sub(r"\\\g<0>", step)
    return text
