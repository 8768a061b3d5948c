"""The grammar of `--set` and its kin, as Helm 4 reads it (`pkg/strvals`).

A text such as `a.b[0]=1,c={x,y}` is a list of assignments; each is put into values that exist already, so the
order of options matters.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from chartgen.core import go_json
from chartgen.core.values_path import Steps

MAX_INDEX: Final = 65536
MAX_DEPTH: Final = 30
MAX_STEPS: Final = 100
"""Longest path, indexes included; Helm goes on to the end of its stack."""
_INTEGER: Final = re.compile(r"[+-]?[0-9]+")
GO_SPACE: Final = " \t\n\v\f\r\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)
"""What Go calls white space; Python's strip takes U+001C to U+001F too."""


class SetError(ValueError):
    """The text is no assignment, or one that does not fit the values it is put into."""


class Integer(int):
    """A number that `--set` gave: a 64-bit integer to Helm, where numbers of files are floats."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """One value for one path; `ends` tells that the text ended before a value.

    Where it ended inside the path, the last step is an empty key, or an index without a value (`NOTHING`):
    Helm makes the maps and lists that are named so far and says nothing.
    """

    path: Steps
    value: Any
    ends: bool = False


NOTHING: Final = object()


def typed(text: str) -> Any:
    """Give a value of `--set` the type that Helm guesses."""
    folded = text.casefold()
    if folded in _WORDS:
        return _WORDS[folded]
    if text == "0":
        return Integer(0)
    if text.startswith("0") or len(text) > _DIGITS or not _INTEGER.fullmatch(text):
        return text
    return Integer(text) if -(2**63) <= int(text) < 2**63 else text


_WORDS: Final = {"true": True, "false": False, "null": None}
_DIGITS: Final = 1000
"""Far more digits than a number has that is not malicious."""


def parse(text: str, convert: Callable[[str], Any]) -> Iterator[Assignment]:
    """Read `--set`, `--set-string` or `--set-file`: `convert` makes the value from its text.

    Raises:
        SetError: the text is malformed; what came before is given first.
    """
    return _Reader(text, escapes=True).assignments(lambda reader: reader.value(convert))


def parse_json_object(text: str) -> dict[str, Any] | None:
    """Read `--set-json` in its form `{"key": …}`, which is merged like a file; nothing for the other form.

    Raises:
        SetError: the text starts with a brace and is no JSON object.
    """
    stripped = text.strip(GO_SPACE)
    if not stripped.startswith("{"):
        return None
    try:
        value, end = go_json.decode(stripped)
    except go_json.JsonError as error:
        raise SetError(f"not JSON: {error}") from error
    if end < len(stripped):
        raise SetError(f"not JSON: more text after the object (character {end + 1})")
    return dict(value)


def parse_json(text: str) -> Iterator[Assignment]:
    """Read `--set-json` in its form `key=json,…`.

    Raises:
        SetError: the text is malformed.
    """
    return _Reader(text, escapes=True).assignments(lambda reader: reader.json_value())


def parse_literal(text: str) -> Iterator[Assignment]:
    """Read `--set-literal`: all after the first `=` is the value, nothing is escaped.

    Raises:
        SetError: the text is malformed.
    """
    return _Reader(text, escapes=False).assignments(lambda reader: (reader.rest(), False))


class _Reader:
    def __init__(self, text: str, *, escapes: bool) -> None:
        self.text, self.at, self.escapes = go_json.whole_characters(text), 0, escapes

    def assignments(self, value: Callable[["_Reader"], tuple[Any, bool]]) -> Iterator[Assignment]:
        while self.at < len(self.text):
            path, stop = self._path()
            if not stop:
                yield Assignment(path, NOTHING, ends=True)
                return
            found, ends = value(self)
            # An empty text after the index of a list is a value like any other.
            yield Assignment(path, found, ends and isinstance(path[-1], str))

    def until(self, stops: str) -> tuple[str, str]:
        """Give the text up to one of `stops` without its escapes, and the stop; "" at the end."""
        found: list[str] = []
        while self.at < len(self.text):
            letter = self.text[self.at]
            self.at += 1
            if letter in stops:
                return "".join(found), letter
            if letter == "\\" and self.escapes:
                if self.at == len(self.text):
                    break
                letter = self.text[self.at]
                self.at += 1
            found.append(letter)
        return "".join(found), ""

    def rest(self) -> str:
        start, self.at = self.at, len(self.text)
        return self.text[start:]

    def _path(self) -> tuple[Steps, str]:
        """Read up to `=`; the second item is empty when the text ends before it."""
        path: list[str | int] = []
        depth = 0
        while True:
            key, stop = self.until("=[.," if self.escapes else "=[.")
            if key and not stop:
                raise SetError(f"key {key!r} has no value")
            if stop == ",":
                raise SetError(f"key {key!r} has no value (it cannot end with ,)")
            path.append(key)
            while stop == "[":
                digits, stop = self.until("]")
                if not stop:
                    return tuple(path if isinstance(path[-1], int) else [*path[:-1], ""]), ""
                path.append(_index(digits))
                if len(path) > MAX_STEPS:
                    raise SetError(f"more than {MAX_STEPS} keys and indexes deep")
                unexpected, stop = self.until("[.=")
                if unexpected:
                    raise SetError(f"unexpected text {unexpected!r} after an index")
            if stop != ".":
                return tuple(path), stop
            depth += 1
            if depth > MAX_DEPTH:
                raise SetError(f"more than {MAX_DEPTH} keys deep")

    def value(self, convert: Callable[[str], Any]) -> tuple[Any, bool]:
        if self.at == len(self.text):
            return "", True
        if self.text[self.at] != "{":
            return convert(self.until(",")[0]), False
        self.at += 1
        items = []
        while True:
            item, stop = self.until(",}")
            if not stop:
                raise SetError("a list must end with }")
            items.append(convert(item))
            if stop == "}":
                self._skip(",", most=1)
                return items, False

    def json_value(self) -> tuple[Any, bool]:
        if self._empty():
            return None, False
        try:
            value, self.at = go_json.decode(self.text, self.at)
        except go_json.JsonError as error:
            raise SetError(f"not JSON: {error}") from error
        self._empty()
        return value, False

    def _empty(self) -> bool:
        """Skip blanks and a comma; tell whether that was all up to the comma or the end."""
        self._skip(GO_SPACE)
        return self.at == len(self.text) or self._skip(",", most=1) > 0

    def _skip(self, letters: str, most: int = 2**31) -> int:
        start = self.at
        while self.at < len(self.text) and self.text[self.at] in letters and self.at - start < most:
            self.at += 1
        return self.at - start


_LONGEST_INDEX: Final = 18


def _index(digits: str) -> int:
    if not _INTEGER.fullmatch(digits) or len(digits) > _LONGEST_INDEX:
        raise SetError(f"{digits!r} is not an index")
    index = int(digits)
    if not 0 <= index <= MAX_INDEX:
        raise SetError(f"the index {index} is not between 0 and {MAX_INDEX}")
    return index


def put(values: dict[str, Any], assignment: Assignment) -> int:
    """Put a value into `values`, making maps and lists on its way; gives how many items lists grew by.

    Raises:
        SetError: a value on the way is neither missing nor a map or list as the path needs it.
    """
    return _put_key(values, assignment.path, assignment)


def _put_key(values: dict[str, Any], path: Steps, assignment: Assignment) -> int:
    key = str(path[0])
    added = 0
    if len(path) == 1:
        inner: Any = assignment.value
    elif isinstance(path[1], int):
        inner = values.get(key, [])
        if not isinstance(inner, list):
            raise SetError(f"{key!r} is not a list")
        added = _put_item(inner, path[1:], assignment)
    else:
        inner = values.get(key, {})
        if not isinstance(inner, dict):
            raise SetError(f"{key!r} is not a map")
        added = _put_key(inner, path[1:], assignment)
        if not inner and not assignment.ends:
            raise SetError(f"key map {key!r} has no value")
        if not inner:
            return added
    # Helm drops what has an empty name.
    if key:
        values[key] = inner
    return added


def _put_item(items: list[Any], path: Steps, assignment: Assignment) -> int:
    index = int(path[0])
    present = items[index] if index < len(items) else None
    missing = max(index + 1 - len(items), 0)
    added = 0
    if len(path) == 1:
        inner = assignment.value
        if inner is NOTHING:
            return 0
    elif isinstance(path[1], int):
        if not isinstance(present, (list, type(None))):
            raise SetError(f"item {index} is not a list")
        inner = present or []
        added = _put_item(inner, path[1:], assignment)
    else:
        inner = present if isinstance(present, dict) else {}
        added = _put_key(inner, path[1:], assignment)
    # Helm gives up where the text ends after `key=`, before it makes the list longer.
    if assignment.ends and missing:
        return added
    items.extend([None] * missing)
    items[index] = inner
    return added + missing
