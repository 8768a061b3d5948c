"""Edits of a YAML text that leave every other byte as it is: comments, order, quotes and line ends.

Only block and flow mappings are walked; what is edited is a value of such a mapping, or a key that it gets.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any, Final

import yaml as pyyaml

from chartgen.core import yaml
from chartgen.core.errors import InputError, RefusedError

Value = str | Mapping[str, str] | Sequence[Mapping[str, str]]
"""What can be written: a text, a map of texts, or a list of such maps."""

_INDENT: Final = 2
_PLAIN: Final = re.compile(r"[A-Za-z0-9_/][A-Za-z0-9_./@+-]*")
_COMMENT: Final = re.compile(r"^[ \t]*#.*$", re.MULTILINE)


def edited(text: str, changes: Mapping[tuple[str, ...], Value], *, file: str) -> str:
    """Give a text in which the values at paths of keys are others; a last key that is not there is added.

    Raises:
        InputError: the text is not YAML.
        RefusedError: a value cannot be edited where it stands, such as one behind an alias.
    """
    wanted = deepcopy(yaml.load(text, file=file).value)
    # What is added ends its lines as the others do.
    is_crlf = "\r\n" in text and text.count("\r\n") == text.count("\n")
    text = text.replace("\r\n", "\n") if is_crlf else text
    for path, value in changes.items():
        _set(wanted, path, value)
        text = _with(text, path, value, file)
    names = ", ".join(yaml.format_path(path) for path in changes)
    try:
        found = yaml.load(text, file=file)
    except InputError as error:
        raise _by_hand(names, file) from error
    if found.value != wanted or found.duplicates:
        raise _by_hand(names, file)
    return text.replace("\n", "\r\n") if is_crlf else text


def _by_hand(name: str, file: str) -> RefusedError:
    hint = "write it by hand, without anchors, aliases and merged keys"
    return RefusedError(f"{name}: cannot be edited where it stands", where=file, hint=hint)


def _set(tree: Any, path: tuple[str, ...], value: Value) -> None:
    for step in path[:-1]:
        tree = tree.setdefault(step, {}) if isinstance(tree, dict) else {}
    if isinstance(tree, dict):
        tree[path[-1]] = _plain(value)


def _plain(value: Value) -> Any:
    if isinstance(value, (str, Mapping)):
        return value if isinstance(value, str) else dict(value)
    return [dict(each) for each in value]


def _with(text: str, path: tuple[str, ...], value: Value, file: str) -> str:
    try:
        node = pyyaml.compose(text, Loader=pyyaml.SafeLoader)
    except pyyaml.YAMLError as error:
        # An edit before this one made of it what is no YAML.
        raise _by_hand(yaml.format_path(path), file) from error
    for step in path[:-1]:
        found = _entry(node, step)
        if found is None:
            raise _by_hand(yaml.format_path(path), file)
        node = found[1]
    if not isinstance(node, pyyaml.MappingNode):
        raise _by_hand(yaml.format_path(path), file)
    found = _entry(node, path[-1])
    if found is None:
        return _added(text, node, path[-1], value)
    key, old = found
    if not isinstance(value, str):
        return _with_block(text, node, key, old, value)
    start, end = old.start_mark.index, _end(text, old)
    is_quoted = isinstance(old, pyyaml.ScalarNode) and old.style == '"'
    gap = "" if start > key.end_mark.index + 1 else " "
    return text[:start] + gap + _scalar(value, is_quoted=is_quoted) + text[end:]


def _entry(node: Any, name: str) -> tuple[Any, Any] | None:
    if isinstance(node, pyyaml.MappingNode):
        for key, value in node.value:
            if isinstance(key, pyyaml.ScalarNode) and key.value == name:
                return key, value
    return None


def _added(text: str, node: pyyaml.MappingNode, name: str, value: Value) -> str:
    if node.flow_style or not node.value:
        inside = f"{name}: {_flow(value)}"
        close = node.end_mark.index - 1
        return text[:close] + (f", {inside}" if node.value else inside) + text[close:]
    column = node.start_mark.column
    line_end = text.find("\n", _end(text, node))
    position = _after_comments(text, len(text) if line_end < 0 else line_end, column)
    return f"{text[:position]}\n{' ' * column}{name}:{_block(value, column)}{text[position:]}"


def _after_comments(text: str, position: int, column: int) -> int:
    """Give the end of the lines of comments behind a line that stand further right than a column."""
    end = position
    for line in text[position + 1 :].split("\n"):
        content = line.lstrip(" ")
        if content and (content[0] != "#" or len(line) - len(content) <= column):
            break
        end += 1 + len(line)
        position = end if content else position
    return position


def _with_block(text: str, parent: pyyaml.MappingNode, key: Any, old: Any, value: Value) -> str:
    """Put a list or map in the place of a value; comments on lines of their own inside it stay above."""
    start = text.index(":", key.end_mark.index) + 1
    end = _end(text, old)
    if parent.flow_style:
        return f"{text[:start]} {_flow(value)}{text[end:]}"
    column = key.start_mark.column
    comments = "".join(f"\n{comment}" for comment in _COMMENT.findall(text[start:end]))
    return text[:start] + comments + _block(value, column) + text[end:]


def _end(text: str, node: Any) -> int:
    """Give where a node ends: a block collection ends with what is last in it, before comments."""
    if isinstance(node, pyyaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(text, last[1] if isinstance(last, tuple) else last)
    end = int(node.end_mark.index)
    if isinstance(node, pyyaml.ScalarNode) and node.style in ("|", ">"):
        return len(text[:end].rstrip())
    return end


def _block(value: Value, column: int) -> str:
    margin = " " * (column + _INDENT)
    if isinstance(value, str):
        return f" {_scalar(value)}"
    if isinstance(value, Mapping):
        return "".join(f"\n{margin}{name}: {_scalar(text)}" for name, text in value.items()) or " {}"
    return "".join(_lines(value, margin)) or " []"


def _lines(value: Sequence[Mapping[str, str]], margin: str) -> Iterator[str]:
    for entry in value:
        mark = "- "
        for name, text in entry.items():
            yield f"\n{margin}{mark}{name}: {_scalar(text)}"
            mark = "  "


def _flow(value: Value) -> str:
    return json.dumps(_plain(value), ensure_ascii=False)


def _scalar(value: str, *, is_quoted: bool = False) -> str:
    """Write a text plain where Helm reads it as that text, else in quotes."""
    words = _PLAIN.fullmatch(value) or (value and all(map(_PLAIN.fullmatch, value.split(" "))))
    if words and not is_quoted and yaml.load(value, file="").value == value:
        return value
    return json.dumps(value, ensure_ascii=False)
