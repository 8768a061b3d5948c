"""Reads Kubernetes objects out of JSON of any size, holding little more than one of them.

The input is one List, or lists, objects and arrays of both, one after the other, with or without line ends
between. A value that a chunk cuts is tried again with at least twice the text, so that all tries together
cost no more than a few passes over the input, whatever it is.
"""

import codecs
import json
import re
from collections.abc import Callable, Iterator
from typing import Any, Final

from chartgen.core.errors import InputError

_CHUNK: Final = 1 << 20
_LARGEST: Final = 32 << 20
"""Characters of one object; the API server stores no more than 1.5 MiB of one."""
_KEPT: Final = frozenset(("apiVersion", "kind", "metadata", "spec", "status"))
_BLANKS: Final = re.compile(r"[ \t\n\r]*")
_LONGEST_WORD: Final = 16
"""An error so near to the end may come from a word, an escape or a number that is cut there."""
_NO_END: Final = "Unterminated string"
# As floats: Python takes quadratic time for integers of many digits, or refuses them, and none counts here.
_DECODER: Final = json.JSONDecoder(parse_int=float)
_HINT: Final = "write the dump with `kubectl get … -o json`"

Read = Callable[[int], bytes]
"""Gives as many bytes as are asked for, and fewer only at the end."""


def objects(read: Read, file: str) -> Iterator[tuple[dict[str, Any], str]]:
    """Yield each object, as `read` gives the input, with the kind that its list names, if that came first.

    Of objects outside lists only what Kubernetes objects have at their top is kept.

    Raises:
        InputError: the input is no JSON, ends too early, or has a value beyond all measure; with the offset.
    """
    text = _Text(read, file)
    while text.next_character():
        yield from _document(text, is_inside=False)


def _document(text: "_Text", *, is_inside: bool) -> Iterator[tuple[dict[str, Any], str]]:
    character = text.next_character()
    if character == "[" and not is_inside:
        for _ in text.parts("[", "]"):
            yield from _document(text, is_inside=True)
        return
    if character != "{":
        raise text.error("is no object of JSON")
    members: dict[str, Any] = {}
    is_list = False
    for _ in text.parts("{", "}"):
        key = text.key()
        if key == "items" and text.next_character() == "[":
            is_list = True
            kind = str(members.get("kind", "")).removesuffix("List")
            for _ in text.parts("[", "]"):
                item = text.value()
                if isinstance(item, dict):
                    yield item, kind
            continue
        value = text.value()
        if key in _KEPT:
            members[key] = value
    if not is_list:
        yield members, ""


class _Text:
    """The part of the input that is held, and how far it has been used."""

    def __init__(self, read: Read, file: str) -> None:
        self._read = read
        self._file = file
        self._decode = codecs.getincrementaldecoder("utf-8-sig")().decode
        self._held = ""
        self._at = 0
        self._offset = 0
        self._is_all = False

    def next_character(self) -> str:
        """Pass over blanks; give the character behind them, or nothing at the end of the input."""
        while True:
            match = _BLANKS.match(self._held, self._at)
            self._at = match.end() if match else self._at
            if self._at < len(self._held):
                return self._held[self._at]
            if self._is_all:
                return ""
            self._read_on()

    def parts(self, first: str, last: str) -> Iterator[None]:
        """Stop before each part of an array or object, whose reader goes on behind it."""
        self._take(first)
        if self.next_character() == last:
            self._at += 1
            return
        while True:
            yield
            character = self.next_character()
            if character == last:
                self._at += 1
                return
            self._take(",")

    def key(self) -> str:
        """Read a key and its colon."""
        if self.next_character() != '"':
            raise self.error("has something else where a key must stand")
        key = self.value()
        self._take(":")
        return str(key)

    def value(self) -> Any:
        """Read one value."""
        self.next_character()
        while True:
            try:
                value, end = _DECODER.raw_decode(self._held, self._at)
            except json.JSONDecodeError as error:
                if self._is_all or not self._may_be_cut(error):
                    at = len(self._held) if error.msg.startswith(_NO_END) else error.pos
                    raise self.error(f"is no JSON: {error.msg}", at) from None
            except RecursionError:
                raise self.error("is nested too deep") from None
            else:
                # A number could go on.
                if end < len(self._held) or self._is_all or self._held[end - 1] in '"]}':
                    self._at = end
                    return value
            self._read_on()

    def error(self, problem: str, at: int | None = None) -> InputError:
        """Make the error for a place in the text, by default the one that was reached."""
        at = self._at if at is None else at
        offset = self._offset + _size(self._held[:at])
        if self._is_all and at >= len(self._held):
            return InputError("ends too early", where=f"{self._file}: byte {offset}", hint="is it cut off?")
        return InputError(problem, where=f"{self._file}: byte {offset}", hint=_HINT)

    def _take(self, character: str) -> None:
        if self.next_character() != character:
            raise self.error(f"is no JSON: there is no {character}")
        self._at += 1

    def _may_be_cut(self, error: json.JSONDecodeError) -> bool:
        return error.msg.startswith(_NO_END) or error.pos >= len(self._held) - _LONGEST_WORD

    def _read_on(self) -> None:
        rest = self._held[self._at :]
        if len(rest) > _LARGEST:
            raise self.error(f"has a value of more than {_LARGEST >> 20} MiB")
        self._offset += _size(self._held[: self._at])
        self._held, self._at = rest, 0
        data = self._read(max(_CHUNK, len(rest)))
        self._is_all = not data
        try:
            self._held += self._decode(data, final=self._is_all)
        except UnicodeDecodeError as error:
            where = f"{self._file}: behind byte {self._offset + _size(rest)}"
            raise InputError(f"is not UTF-8: {error.reason}", where=where, hint=_HINT) from None


def _size(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode())
