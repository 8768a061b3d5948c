"""JSON texts as Go's encoding/json reads them before it looks at types.

A tree is made of None, bool, str, Number, list and Members. Keys that stand twice are kept: to Go they count
one after the other, and what that means depends on the type that the object is read into.
Source: Go 1.25 encoding/json decode.go, encode.go.
"""

import json
import math
import re
from typing import Any, Final, NoReturn

from chartgen.core.go_json import whole_characters

_DEEPEST: Final = 10_000
# Python's reader recurses; beyond this depth it could end the process.
_READABLE: Final = 300
# A string that never ends is matched to the end: otherwise each quote in it would start another search.
_BRACKETS: Final = re.compile(r'[\[\]{}]|"(?:[^"\\]|\\.)*(?:"|\\?\Z)', re.DOTALL)
_FIXED_TO: Final = 1e21


class JsonTextError(ValueError):
    """The text is no JSON to Go; `hint` says how to mend it and `position`, line and column, where."""

    def __init__(self, problem: str, hint: str = "", position: tuple[int, int] | None = None) -> None:
        """Say what is wrong."""
        super().__init__(problem)
        self.hint = hint
        self.position = position


class TooDeepError(JsonTextError):
    """The text may be JSON to Go, but nests deeper than is read here."""


_ABSENT: Final = object()


class Number(str):
    """A number as it is written."""

    __slots__ = ()


class Members(tuple[tuple[str, Any], ...]):
    """The keys and values of an object, in the order of the text."""

    __slots__ = ()

    def get(self, key: str, default: Any = None) -> Any:
        """Give the value that counts to a Go map: the last of the key."""
        for name, value in reversed(self):
            if name == key:
                return value
        return default

    def has(self, key: str) -> bool:
        """Say whether there is such a key, letter for letter."""
        return self.get(key, _ABSENT) is not _ABSENT


def read(text: str) -> Any:
    """Read a text.

    Raises:
        JsonTextError: no JSON; the message says where.
        TooDeepError: nested deeper than 300 levels (Go: 10,000).
    """
    depth = _depth(text)
    if depth > _DEEPEST:
        raise JsonTextError(f"nested deeper than {_DEEPEST} levels")
    if depth > _READABLE:
        raise TooDeepError(f"nested deeper than {_READABLE} levels")
    if text.startswith("\ufeff"):
        raise JsonTextError("starts with a byte order mark")
    try:
        return _whole(_DECODER.decode(text))
    except json.JSONDecodeError as error:
        problem, hint = _explained(error)
        position = (error.lineno, error.colno)
        raise JsonTextError(
            f"{problem} at line {position[0]}, column {position[1]}", hint, position
        ) from error


_COMMENTS: Final = ("#", "//", "/*")
_COMMA: Final = ("a comma too many", "remove the comma before the bracket")
_QUOTES: Final = ("a text without quotes", 'write it in double quotes: "…"')


def _explained(error: json.JSONDecodeError) -> tuple[str, str]:
    """Give what is wrong and how to mend it in words of the text, not of its reader."""
    rest, before = error.doc[error.pos :].lstrip(" \t\r\n"), error.doc[: error.pos]
    last = before.rstrip()[-1:]
    if rest.startswith(_COMMENTS):
        return "a comment", "JSON has no comments: remove it"
    if "trailing comma" in error.msg or (last == "," and rest[:1] in ("}", "]")):
        return _COMMA
    if not rest:
        return "the text ends too early", "close all brackets and texts"
    if error.msg == "Extra data":
        return "more text after the end", "remove what follows the last bracket"
    return _misplaced(error.msg, rest, is_joined=before[-1:].isalnum() and error.doc[error.pos] == rest[0])


def _misplaced(problem: str, rest: str, *, is_joined: bool) -> tuple[str, str]:
    """Give what is wrong with `rest`, which is joined to a word before it or not."""
    if problem.startswith("Expecting property name"):
        return "a key without double quotes", 'write it in double quotes: "…"'
    if problem == "Expecting value":
        return ("a value is missing", "") if rest[0] in ",}]:" else _QUOTES
    if problem.startswith("Expecting ','"):
        # What follows a number without a blank, as in 10.0.0.0/24, was meant as one text.
        is_one_word = is_joined and rest[0] not in '"[]{}:'
        return _QUOTES if is_one_word else ("a comma or a closing bracket is missing", "")
    return _OTHERS.get(problem, problem), ""


_OTHERS: Final = {
    "Expecting ':' delimiter": "a colon is missing behind a key",
    "Unterminated string starting at": "a text that does not end",
    "Invalid control character at": "a line break or control character inside a text",
    "Invalid \\escape": "a backslash that escapes nothing",
    "Invalid \\uXXXX escape": "a \\u without four hexadecimal digits",
}


def from_value(value: Any) -> Any:
    """Give the tree of plain values as a YAML or JSON reader returns them."""
    if isinstance(value, dict):
        return Members((str(key), from_value(item)) for key, item in value.items())
    if isinstance(value, list):
        return [from_value(item) for item in value]
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int):
        return Number(value)
    if isinstance(value, float):
        return Number(json.dumps(value))
    return value


def unsound_numbers(tree: Any) -> list[Number]:
    """Give the numbers that no 64-bit float holds; Go refuses them in what it reads without types."""
    pending, found = [tree], []
    while pending:
        node = pending.pop()
        if isinstance(node, Members):
            pending += [value for _, value in node]
        elif isinstance(node, list):
            pending += node
        elif isinstance(node, Number) and math.isinf(float(node)):
            found.append(node)
    return found


def rewritten(tree: Any) -> Any:
    """Give the tree of the text that Go makes of it: read into a map and marshalled again.

    One of each key remains, the last, sorted; numbers have passed through a 64-bit float.
    """
    if isinstance(tree, Members):
        last = dict(tree)
        return Members((key, rewritten(last[key])) for key in sorted(last))
    if isinstance(tree, list):
        return [rewritten(item) for item in tree]
    return _float_text(float(tree)) if isinstance(tree, Number) else tree


def plain(tree: Any) -> Any:
    """Give the tree as dict, list, str, int, float, bool and None; the last of each key counts."""
    if isinstance(tree, Members):
        return {key: plain(value) for key, value in tree}
    if isinstance(tree, list):
        return [plain(item) for item in tree]
    if isinstance(tree, Number):
        return int(tree) if re.fullmatch("-?[0-9]{1,15}", tree) else float(tree)
    return tree


def _float_text(value: float) -> Number:
    """Write a float as Go does where that is an integer to it; how it writes others makes no difference."""
    if value == int(value) and abs(value) < _FIXED_TO:
        return Number(int(value))
    return Number(repr(value))


def _depth(text: str) -> int:
    depth = deepest = 0
    # Few texts nest at all; counting brackets outside strings takes longer than counting all.
    if text.count("[") + text.count("{") <= _READABLE:
        return 0
    for found in _BRACKETS.finditer(text):
        if found[0] in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif found[0] in "]}":
            depth -= 1
    return deepest


def _refuse(name: str) -> NoReturn:
    raise JsonTextError(f"{name} is no JSON")


def _members(pairs: list[tuple[str, Any]]) -> Members:
    return Members((whole_characters(key), _whole(value)) for key, value in pairs)


def _whole(value: Any) -> Any:
    if isinstance(value, Number):
        return value
    if isinstance(value, str):
        return whole_characters(value)
    return [_whole(item) for item in value] if isinstance(value, list) else value


_DECODER: Final = json.JSONDecoder(
    object_pairs_hook=_members, parse_int=Number, parse_float=Number, parse_constant=_refuse
)
