"""What Go's encoding/json puts into typed variables, and what it refuses.

A kind is the type of a variable. `decode` gives the variable's new value: keys are matched in any letter
case, the exact one first; null leaves texts, numbers and booleans as they are; a key that stands twice is
read into what the first one left. Problems are collected, not raised: Go goes on as well, and fails at the
end. Source: Go 1.25 encoding/json decode.go.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from chartgen.cni.json_text import Members, Number, unsound_numbers
from chartgen.core.values_path import Steps

_INTEGER: Final = re.compile("-?(?:0|[1-9][0-9]*)", re.ASCII)
_INT64: Final = 2**63
_SHOWN: Final = 60


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A value that Go cannot put into its variable; `wanted` continues "must be …"."""

    path: Steps
    wanted: str
    found: Any
    is_unparsed: bool = False
    """Whether it is a text, as wanted, that says nothing readable."""

    @property
    def message(self) -> str:
        """Say what is wrong, without the path."""
        found = json.dumps(str(self.found)[:_SHOWN]) if self.is_unparsed else name_of(self.found)
        return f"must be {self.wanted}, not {found}"


@dataclass(slots=True)
class Decoding:
    """The problems of one call of json.Unmarshal, in the order in which Go meets them."""

    problems: list[Mismatch] = field(default_factory=list)

    def refuse(self, path: Steps, wanted: str, found: Any) -> None:
        """Note a value of the wrong type."""
        self.problems.append(Mismatch(path, wanted, found))


class Kind(Protocol):
    """The type of a variable."""

    def zero(self) -> Any:
        """Give the value of a variable that nothing was read into."""

    def decode(self, tree: Any, into: Any, path: Steps, decoding: Decoding) -> Any:
        """Give the value of the variable `into` after `tree` was read into it."""


def name_of(tree: Any) -> str:
    """Give a value's JSON type as a word with article."""
    if isinstance(tree, bool):
        return "a boolean"
    if isinstance(tree, Number):
        return f"the number {tree:.40}"
    kinds: tuple[tuple[type, str], ...] = ((str, "a text"), (Members, "an object"), (list, "a list"))
    return next((name for kind, name in kinds if isinstance(tree, kind)), "null")


@dataclass(frozen=True, slots=True)
class Text:
    """`string`."""

    def zero(self) -> str:
        """Give the empty text."""
        return ""

    def decode(self, tree: Any, into: Any, path: Steps, decoding: Decoding) -> Any:
        """Take a text."""
        if isinstance(tree, str) and not isinstance(tree, Number):
            return tree
        if tree is not None:
            decoding.refuse(path, "a text", tree)
        return into


@dataclass(frozen=True, slots=True)
class Integer:
    """`int` of 64 bits: a number that is written without point and exponent."""

    def zero(self) -> int:
        """Give zero."""
        return 0

    def decode(self, tree: Any, into: Any, path: Steps, decoding: Decoding) -> Any:
        """Take an integer."""
        if isinstance(tree, Number) and len(tree) <= len(str(-_INT64)) and _INTEGER.fullmatch(tree):
            value = int(tree)
            if -_INT64 <= value < _INT64:
                return value
        if tree is not None:
            decoding.refuse(path, "an integer", tree)
        return into


@dataclass(frozen=True, slots=True)
class Boolean:
    """`bool`; `default` is what the variable holds before."""

    default: bool = False

    def zero(self) -> bool:
        """Give the default."""
        return self.default

    def decode(self, tree: Any, into: Any, path: Steps, decoding: Decoding) -> Any:
        """Take true or false."""
        if isinstance(tree, bool):
            return tree
        if tree is not None:
            decoding.refuse(path, "true or false", tree)
        return into


@dataclass(frozen=True, slots=True)
class Anything:
    """`interface{}`; the value is a tree."""

    def zero(self) -> None:
        """Give null."""

    def decode(self, tree: Any, into: Any, path: Steps, decoding: Decoding) -> Any:  # noqa: ARG002
        """Take it, unless it has a number that no float holds."""
        for number in unsound_numbers(tree):
            decoding.refuse(path, "of numbers that a 64-bit float holds", number)
        return tree


@dataclass(frozen=True, slots=True)
class Optional:
    """A pointer: null, or a value of another kind."""

    kind: Kind

    def zero(self) -> None:
        """Give nil."""

    def decode(self, tree: Any, into: Any, path: Steps, decoding: Decoding) -> Any:
        """Take null or a value."""
        if tree is None:
            return None
        return self.kind.decode(tree, self.kind.zero() if into is None else into, path, decoding)


@dataclass(frozen=True, slots=True)
class Items:
    """A slice; None is nil. A second list is read over the items of the first."""

    kind: Kind

    def zero(self) -> None:
        """Give nil."""

    def decode(self, tree: Any, into: Any, path: Steps, decoding: Decoding) -> Any:
        """Take a list."""
        if tree is None:
            return None
        if not isinstance(tree, list):
            decoding.refuse(path, "a list", tree)
            return into
        before = into or []
        return [
            self.kind.decode(
                item, before[at] if at < len(before) else self.kind.zero(), (*path, at), decoding
            )
            for at, item in enumerate(tree)
        ]


@dataclass(frozen=True, slots=True)
class Entries:
    """`map[string]T`; None is nil."""

    kind: Kind

    def zero(self) -> None:
        """Give nil."""

    def decode(self, tree: Any, into: Any, path: Steps, decoding: Decoding) -> Any:
        """Take an object."""
        if tree is None:
            return None
        if not isinstance(tree, Members):
            decoding.refuse(path, "an object", tree)
            return into
        found = dict(into or {})
        for key, value in tree:
            found[key] = self.kind.decode(value, self.kind.zero(), (*path, key), decoding)
        return found


class Record:
    """A struct: its fields by JSON name, in the order of the source."""

    __slots__ = ("_folded", "_zero", "fields")

    def __init__(self, fields: Mapping[str, Kind]) -> None:
        """Take the fields; of two names that differ in letter case alone, any other case means the first."""
        self.fields = dict(fields)
        self._folded: dict[str, str] = {}
        for name in fields:
            self._folded.setdefault(fold(name), name)
        self._zero = {name: kind.zero() for name, kind in fields.items()}

    def zero(self) -> dict[str, Any]:
        """Give a struct of zeroes."""
        # What is inside may be shared: reading into a variable makes a new value.
        return self._zero.copy()

    def field_of(self, key: str) -> str | None:
        """Give the field that a key is read into."""
        return key if key in self.fields else self._folded.get(fold(key))

    def decode(self, tree: Any, into: Any, path: Steps, decoding: Decoding) -> Any:
        """Take an object."""
        if tree is None:
            return into
        if not isinstance(tree, Members):
            decoding.refuse(path, "an object", tree)
            return into
        found = dict(into)
        for key, value in tree:
            name = key if key in self.fields else self._folded.get(fold(key))
            if name is not None:
                found[name] = self.fields[name].decode(value, found[name], (*path, key), decoding)
        return found


@dataclass(frozen=True, slots=True)
class Parsed:
    """A type that reads texts itself, such as net.IP; `parse` gives None for what it refuses."""

    parse: Callable[[str], Any]
    wanted: str
    refuses_null: bool = False

    def zero(self) -> None:
        """Give nil."""

    def decode(self, tree: Any, into: Any, path: Steps, decoding: Decoding) -> Any:  # noqa: ARG002
        """Take a text that can be parsed; the empty one is nil to those that take null."""
        if tree is None or (tree == "" and not isinstance(tree, Number)):
            if self.refuses_null:
                decoding.refuse(path, self.wanted, tree)
            return None
        is_text = isinstance(tree, str) and not isinstance(tree, Number)
        value = self.parse(tree) if is_text else None
        if value is None:
            decoding.problems.append(Mismatch(path, self.wanted, tree, is_unparsed=is_text))
        return value


@dataclass(frozen=True, slots=True)
class Fresh:
    """A type with an UnmarshalJSON of its own: each reading starts from nothing."""

    kind: Kind

    def zero(self) -> Any:
        """Give what the kind gives."""
        return self.kind.zero()

    def decode(self, tree: Any, into: Any, path: Steps, decoding: Decoding) -> Any:  # noqa: ARG002
        """Take what the kind takes."""
        return self.kind.decode(tree, self.kind.zero(), path, decoding)


def fold(key: str) -> str:
    """Give the form in which Go compares keys whatever their letter case."""
    # The long s is the one letter that Go takes for an ASCII one and Python does not.
    return key.replace("\u017f", "s").lower()


def unmarshal(kind: Kind, tree: Any, path: Steps = ()) -> tuple[Any, list[Mismatch]]:
    """Read a tree into a new variable; gives its value and what Go refuses."""
    decoding = Decoding()
    return kind.decode(tree, kind.zero(), path, decoding), decoding.problems
