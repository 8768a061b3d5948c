"""The head of a rendered document: what Helm reads of it to sort it.

`quick_head` knows a part of YAML that it can judge without a parser, which is most of what charts print; it
gives up at anything else. `head_of` takes the document as an exact reader sees it. Both follow what
Helm 4.3.1 does in `pkg/release/v1/util`.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final, NamedTuple

from chartgen.chart.metadata import scalar_text

HOOK: Final = "helm.sh/hook"
_SHORT, _LONG = 8192, 1 << 18
"""Documents are remembered up to these numbers of characters: many short ones, a few long ones."""


class Head(NamedTuple):
    """`hook` is None without the annotation; a document without a kind has an empty one."""

    kind: str = ""
    name: str = ""
    hook: str | None = None


class HeadError(ValueError):
    """The document is YAML but nothing that Helm can sort; the text says why."""


def wrong_type(field: str, found: str, *, wanted: str) -> str:
    """Say that a part of a head has the wrong type.

    `field` is dotted and empty for the document itself, `found` is a type in the words of JSON, `wanted` one
    of Go.
    """
    is_list = wanted.startswith("[]")
    what = field or "a document"
    if wanted == "string" and field == "metadata.annotations":
        what = "each of metadata.annotations"
    expected = "a list" if is_list else {"string": "a text", "bool": "true or false"}.get(wanted, "a mapping")
    return f"{what} must be {expected}, not {_TYPES.get(found, found)}"


def head_of(value: Any) -> Head:
    """Read the head of a document given as JSON would hold it.

    Raises:
        HeadError: it is no mapping, or a part of the head has the wrong type.
    """
    root = _mapping(value, "")
    _text(_field(root, "apiVersion"), "apiVersion")
    kind = _text(_field(root, "kind"), "kind")
    metadata = _mapping(_field(root, "metadata"), "metadata")
    name = _text(_field(metadata, "name"), "metadata.name")
    annotations = _mapping(_field(metadata, "annotations"), "metadata.annotations")
    texts = {key: _text(text, "metadata.annotations") for key, text in annotations.items()}
    return Head(kind, name, texts.get(HOOK))


def quick_head(document: str) -> Head | None:
    """Read the head of a document that is simple enough; None says that a parser must look at it.

    What it takes is plain block style in printable ASCII: mappings and lists nested by indentation, one-line
    scalars without tags and anchors, lists of them in brackets. Each line is checked, so a head means that
    the document is YAML to Helm.
    """
    if len(document) > _LONG:
        return _read(document)
    return _known_long(document) if len(document) > _SHORT else _known(document)


def _read(document: str) -> Head | None:
    lines = _LINE.findall(document)
    # A line that the pattern does not know leaves a gap.
    if len(lines) != document.count("\n") + 1:
        return None
    outline = _Outline()
    for indent, dash, key, value, item_indent, item in lines:
        if key:
            if not outline.entry(len(indent), len(dash), key, value):
                return None
        elif item and not outline.item(len(item_indent)):
            return None
    return Head(outline.kind, outline.name, outline.hook)


# The scenarios of a chart have most of their documents in common.
_known = lru_cache(maxsize=2048)(_read)
_known_long = lru_cache(maxsize=64)(_read)


def _field(mapping: Mapping[str, Any], name: str) -> Any:
    """Find a field as Go's JSON reader does: its exact name, or one that differs in upper and lower case."""
    if name in mapping:
        return mapping[name]
    return next((value for key, value in mapping.items() if key.lower() == name.lower()), None)


def _mapping(value: Any, field: str) -> Mapping[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise HeadError(wrong_type(field, _json_type(value), wanted="map"))
    return value


def _text(value: Any, field: str) -> str:
    if isinstance(value, (dict, list)):
        raise HeadError(wrong_type(field, _json_type(value), wanted="string"))
    return scalar_text(value)


def _json_type(value: Any) -> str:
    names = {dict: "object", list: "array", str: "string", bool: "bool"}
    return names.get(type(value), "number")


_TYPES: Final = {
    "array": "a list",
    "object": "a mapping",
    "string": "a text",
    "number": "a number",
    "bool": "true or false",
}
_KEY: Final = r"[A-Za-z_][A-Za-z0-9_./-]{0,200}"
_IN_TEXT: Final = r"[A-Za-z0-9_./@+=*(),;$%<>~-]"
_TEXT: Final = rf"[A-Za-z0-9_/]{_IN_TEXT}*(?:(?::(?=[^ \n])| +(?={_IN_TEXT})){_IN_TEXT}*)*"
_DOUBLE: Final = r'"[ !#-\[\]-~]*(?:\\(?:["\\/nrt]|u00[0-9a-f]{2})[ !#-\[\]-~]*)*"'
_SINGLE: Final = r"'[ -&(-~]*(?:''[ -&(-~]*)*'"
_QUOTED: Final = f"{_DOUBLE}|{_SINGLE}"
_ITEM: Final = f"(?:[A-Za-z0-9_/][A-Za-z0-9_./-]*|{_QUOTED})"
_LIST: Final = rf"\[ *(?:{_ITEM} *(?:, *{_ITEM} *)*)?\]"
_VALUE: Final = rf"({_TEXT}|{_QUOTED}|\{{\}}|{_LIST})"
_END: Final = r" *(?: #[ -~]*)?$"
# An empty line or a comment; an entry of a mapping, perhaps as the first of a list item; a scalar list item.
_LINE: Final = re.compile(
    rf"^(?: *(?:\#[ -~]*)?$|( *)(- +)?({_KEY}|{_QUOTED}):(?: +{_VALUE})?{_END}|( *)- +{_VALUE}{_END})",
    re.MULTILINE,
)
_WORDS: Final = re.compile(r"[A-Za-z][A-Za-z0-9 ,./-]*")
_SIMPLE_QUOTED: Final = re.compile(r"\"[^\"\\]*\"|'[^']*'")
_NOT_TEXT: Final = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
_NULLS: Final = frozenset({"null", "Null", "NULL"})
_LONGEST_KEY: Final = 500
"""YAML stops looking for the colon after a key at 1024 characters."""

_ROOT: Final = 1
_METADATA: Final = 2
_ANNOTATIONS: Final = 3
_FIELDS: Final[Mapping[int, Mapping[str, str]]] = {
    _ROOT: {"apiversion": "apiVersion", "kind": "kind", "metadata": "metadata"},
    _METADATA: {"name": "name", "annotations": "annotations"},
}


class _Outline:
    """The collections that are open at a line, and what the lines before said of the head."""

    __slots__ = ("_columns", "_lists", "_parts", "_pending", "_seen", "hook", "kind", "name")

    def __init__(self) -> None:
        self.kind = self.name = ""
        self.hook: str | None = None
        # For each open collection: its column, whether it is a list, and which part of the head it is.
        self._columns: list[int] = []
        self._lists: list[bool] = []
        self._parts: list[int] = []
        # The part of the head that the last line's key without a value opens; None when it had a value.
        self._pending: int | None = None
        self._seen: set[tuple[int, str]] = set()

    def entry(self, column: int, dash: int, key: str, value: str) -> bool:
        """Take an entry of a mapping; false when this is no YAML, or more than this reader judges."""
        if dash:
            if not self.item(column):
                return False
            self._open(column + dash, is_list=False, part=0)
        elif not self._in_mapping(column):
            return False
        self._pending = None if value else 0
        part = self._parts[-1]
        if key in _NULLS or len(key) > _LONGEST_KEY:
            return False
        return part == 0 or self._head(part, key, value)

    def item(self, column: int) -> bool:
        """Take the start of a list item; false as for `entry`."""
        if self._pending is not None and column >= self._columns[-1]:
            if self._pending:
                return False
            self._open(column, is_list=True, part=0)
        else:
            self._close_beyond(column)
        self._pending = None
        return bool(self._columns) and self._lists[-1] and self._columns[-1] == column

    def _in_mapping(self, column: int) -> bool:
        if not self._columns:
            self._open(column, is_list=False, part=_ROOT)
            return column == 0
        if self._pending is not None and column > self._columns[-1]:
            self._open(column, is_list=False, part=self._pending)
            return self._pending >= 0
        self._close_beyond(column)
        if self._columns and self._lists[-1] and self._columns[-1] == column:
            self._close()
        return bool(self._columns) and not self._lists[-1] and self._columns[-1] == column

    def _head(self, part: int, key: str, value: str) -> bool:
        if part == _ANNOTATIONS:
            return self._annotation(key, value)
        field = _FIELDS[part].get(key.lower())
        if field is None:
            return key[0] not in "\"'"
        # Helm would take another spelling too, or the later of two.
        if key != field or (part, field) in self._seen:
            return False
        self._seen.add((part, field))
        if field in {"metadata", "annotations"}:
            self._pending = None if value else part + 1
            return value in {"", "{}"}
        text = _plain(value)
        if field == "kind":
            self.kind = text or ""
        elif field == "name":
            self.name = text or ""
        return text is not None

    def _annotation(self, key: str, value: str) -> bool:
        if not value:
            # Nothing may be nested here.
            self._pending = -1
        if key[0] in "\"'":
            if not _SIMPLE_QUOTED.fullmatch(key):
                return False
            key = key[1:-1]
        if key == HOOK:
            self.hook = _plain(value)
            return self.hook is not None
        return value[:1] not in {"[", "{"}

    def _open(self, column: int, *, is_list: bool, part: int) -> None:
        self._columns.append(column)
        self._lists.append(is_list)
        self._parts.append(part)

    def _close(self) -> None:
        self._columns.pop()
        self._lists.pop()
        self._parts.pop()

    def _close_beyond(self, column: int) -> None:
        while self._columns and self._columns[-1] > column:
            self._close()


def _plain(value: str) -> str | None:
    """Give the text of a scalar that surely is one."""
    if _SIMPLE_QUOTED.fullmatch(value):
        return value[1:-1]
    if _WORDS.fullmatch(value) and value.lower() not in _NOT_TEXT:
        return value
    return None
