"""YAML text as a tree of nodes that know their line and column; what they mean is decided elsewhere."""

import contextlib
import re
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

import yaml
from yaml.error import MarkedYAMLError

from chartgen.core.errors import InputError
from chartgen.core.location import Location

MAX_DEPTH: Final = 100
"""Deepest nesting that is read. Helm stops at 10,000; what people and Kubernetes write stays below 60."""
MAX_NODES: Final = 2_000_000
"""Most nodes that are read, those behind an alias counted at each use: some 100,000 networks."""

# Both give the same events; the first is libyaml, which the wheels of a few platforms lack.
_LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_VERSION: Final = (1, 1)
# JSON and YAML 1.2 have this escape, Helm's library does not.
_ESCAPED_SLASH: Final = re.compile(r"(?<!\\)(?:\\\\)*\\/")
_UNREADABLE_ASCII: Final = re.compile(r"[^\t\n\r\x20-\x7e]")

_HINTS: Final = (
    ("cannot start any token", "indent with spaces, not tabs; quote a text that starts with @, ` or %"),
    ("values are not allowed", "check the indentation; quote a text that contains ': '"),
    ("found unexpected ':'", "put a space after the colon, or quote the text"),
    ("could not find expected ':'", "check the indentation, and that ': ' follows each key"),
    ("unexpected end of stream", "a quote is opened and never closed"),
    ("did not find expected ',' or", "a bracket is never closed, or a comma is missing"),
    ("did not find expected", "check the indentation against the lines above"),
)


class Node:
    """A part of a document; `line` and `column` count from 1."""

    __slots__ = ("column", "line")

    def __init__(self, line: int, column: int) -> None:
        """Say where it starts."""
        self.line, self.column = line, column


class Scalar(Node):
    """A text; `plain` says that it stands there without quotes."""

    __slots__ = ("plain", "tag", "text")

    def __init__(self, line: int, column: int, text: str, tag: str | None, *, plain: bool) -> None:
        """Keep what the text says; `tag` is written out, as in `tag:yaml.org,2002:int`."""
        self.line, self.column, self.text, self.tag, self.plain = line, column, text, tag, plain


class Alias(Node):
    """Another use of the node `target`."""

    __slots__ = ("target",)

    def __init__(self, line: int, column: int, target: Node) -> None:
        """Say where it starts and what it stands for."""
        self.line, self.column, self.target = line, column, target


class Collection(Node):
    """A mapping or a sequence; their tags mean nothing to Helm."""

    __slots__ = ("flow", "items")

    def __init__(self, line: int, column: int, *, flow: bool) -> None:
        """Start empty; `flow` says that it is written with brackets."""
        self.line, self.column, self.flow = line, column, flow
        self.items: list[Node] = []


class Mapping(Collection):
    """Keys and values, by turns in `items`."""

    __slots__ = ()


class Sequence(Collection):
    """A list."""

    __slots__ = ()


# Compiled when needed: most texts are ASCII, and every run would wait for it.
@cache
def _unreadable() -> re.Pattern[str]:
    return re.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@cache
def _stray_mark() -> re.Pattern[str]:
    """Find a byte order mark inside: libyaml skips it, Helm reads it as part of a text, nobody means it."""
    return re.compile(r"(?<=[\r\n\x85\u2028\u2029])[^\S\r\n\x85\u2028\u2029]*\ufeff")


def documents(text: str, *, file: str, first_line: int = 1) -> Iterator[Node]:
    """Yield the root of each document of `text`, which starts at `first_line` of `file`.

    Raises:
        InputError: no YAML, too deep, too large, or an alias that leads nowhere or to itself.
    """
    if "\ufeff" in text and (stray := _stray_mark().search(text)):
        raise InputError(
            "a byte order mark (U+FEFF) inside the text",
            where=place_in(text, stray.end() - 1, file=file, first_line=first_line),
            hint="remove this invisible character; joining files leaves it behind",
        )
    if bad := (_UNREADABLE_ASCII if text.isascii() else _unreadable()).search(text):
        raise InputError(
            f"the character U+{ord(bad[0]):04X} is not allowed in YAML",
            where=place_in(text, bad.start(), file=file, first_line=first_line),
            hint='remove it, or write it as an escape such as "\\x07" inside double quotes',
        )
    try:
        get_event = _LOADER(text).get_event
        slashed = text if "\\/" in text else ""
        while root := _Composer(get_event, file, first_line, slashed).compose():
            yield root
    except MarkedYAMLError as error:
        raise _readable(error, file, first_line) from error


def spans_of_texts(text: str) -> Iterator[tuple[int, int]]:
    """Yield where texts in quotes and blocks begin in YAML, and where they end; as far as it is YAML."""
    with contextlib.suppress(yaml.YAMLError):
        for event in iter(_LOADER(text).get_event, None):
            kind = event.__class__
            if kind is yaml.ScalarEvent and event.style:
                start, end = event.start_mark.index, event.end_mark.index
                if event.style in "|>":
                    # A comment may follow the sign of a block.
                    start += len(text[start:end].partition("\n")[0])
                yield start, end


def place_in(text: str, index: int, *, file: str, first_line: int = 1) -> Location:
    """Give the line and column of a character of `text`."""
    before = text[:index]
    return Location(file, before.count("\n") + first_line, index - (before.rfind("\n") + 1) + 1)


class _Composer:
    """Builds the nodes of one document from the parser's events."""

    def __init__(self, get_event: Any, file: str, first_line: int, slashed: str) -> None:
        """Take the parser; `slashed` is the text where it may contain an escaped slash, else empty."""
        self._get_event, self._file, self._first_line = get_event, file, first_line
        self._slashed = slashed
        self._root = Sequence(0, 0, flow=False)
        self._open: list[Collection] = [self._root]
        self._anchors: dict[str, Node] = {}

    def compose(self) -> Node | None:
        """Build the next document; nothing at the end of the stream."""
        items, first_line = self._root.items, self._first_line
        for count, event in enumerate(iter(self._get_event, None)):
            kind = event.__class__
            if kind is yaml.ScalarEvent:
                mark = event.start_mark
                plain = event.implicit[0]
                node = Scalar(mark.line + first_line, mark.column + 1, event.value, event.tag, plain=plain)
                items.append(node)
                if event.anchor:
                    self._anchors[event.anchor] = node
                if plain and "?" in node.text and self._open[-1].flow:
                    hint = f'put it into quotes: "{node.text}"'
                    raise InputError("Helm reads no ? within brackets", where=self._place(event), hint=hint)
                if self._slashed and event.style == '"':
                    self._refuse_escaped_slash(event)
            elif kind is yaml.DocumentEndEvent:
                return items[0]
            else:
                items = self._structure(event)
            if count > MAX_NODES:
                raise too_large(self._place(event))
        return None

    def _refuse_escaped_slash(self, event: Any) -> None:
        written = self._slashed[event.start_mark.index : event.end_mark.index]
        if _ESCAPED_SLASH.search(written):
            hint = "write / without the backslash"
            raise InputError("Helm knows no escape \\/", where=self._place(event), hint=hint)

    def _structure(self, event: yaml.Event) -> list[Node]:
        """Open or close a collection, or place an alias; gives the list that the next node belongs to."""
        if isinstance(event, yaml.CollectionStartEvent):
            self._start(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._open.pop()
        elif isinstance(event, yaml.AliasEvent):
            self._open[-1].items.append(self._alias(event))
        elif isinstance(event, yaml.DocumentStartEvent) and (event.version or _VERSION) != _VERSION:
            hint = "leave the line %YAML out"
            raise InputError("Helm reads no YAML but 1.1", where=self._place(event), hint=hint)
        return self._open[-1].items

    def _start(self, event: Any) -> None:
        place = self._place(event)
        if len(self._open) > MAX_DEPTH:
            raise too_deep(place)
        kind = Mapping if isinstance(event, yaml.MappingStartEvent) else Sequence
        node = kind(place.line, place.column, flow=event.flow_style)
        self._open[-1].items.append(node)
        self._open.append(node)
        if event.anchor:
            self._anchors[event.anchor] = node

    def _alias(self, event: Any) -> Alias:
        place = self._place(event)
        target = self._anchors.get(event.anchor)
        if target is None:
            hint = f"write &{event.anchor} in front of the value that is meant, above this line"
            raise InputError(f"the alias *{event.anchor} leads nowhere", where=place, hint=hint)
        if any(target is node for node in self._open):
            raise InputError(
                f"the value of the anchor &{event.anchor} contains itself",
                where=place,
                hint="write out what the alias stands for",
            )
        return Alias(place.line, place.column, target)

    def _place(self, event: Any) -> Location:
        mark = event.start_mark
        return Location(self._file, mark.line + self._first_line, mark.column + 1)


def too_deep(place: Location) -> InputError:
    """Give the error for nesting beyond `MAX_DEPTH`."""
    return InputError(f"nested deeper than {MAX_DEPTH} levels", where=place, hint="is this the right file?")


def too_large(place: Location) -> InputError:
    """Give the error for more than `MAX_NODES` nodes."""
    hint = "split it, or look for an alias that repeats a large part many times"
    return InputError(f"more than {MAX_NODES} values", where=place, hint=hint)


def _readable(error: MarkedYAMLError, file: str, first_line: int) -> InputError:
    problem, mark = error.problem or "not valid YAML", error.problem_mark or error.context_mark
    where = Location(file, mark.line + first_line, mark.column + 1) if mark else Location(file)
    if error.context and error.context_mark:
        problem = f"{problem}, {error.context} of line {error.context_mark.line + first_line}"
    hint = next((hint for part, hint in _HINTS if part in problem), "")
    return InputError(problem, where=where, hint=hint)
