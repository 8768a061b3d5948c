"""`values.yaml`: every value with its default and a comment."""

import json
import re
import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

from chartgen.core.yaml_scalars import resolve_plain
from chartgen.model.component import Component
from chartgen.model.value import UNSET, Value, tree

_WIDTH = 100
_PLAIN = re.compile("[A-Za-z][A-Za-z0-9_]*")


def values_yaml(components: tuple[Component, ...], header: str) -> str:
    """Write the file; sections are in the order of the components, keys in the order of their values.

    `header` is text without comment marks that stands at the top.
    """
    lines = [*_comment(header, 0)]
    for component in components:
        rule = "-" * max(3, _WIDTH - len(component.summary) - 6)
        lines += ["", f"# {component.summary} {rule}"]
        lines += _mapping(tree(component.values), 0)
    return "\n".join(lines) + "\n"


def _mapping(node: Mapping[str, Any], depth: int) -> Iterator[str]:
    indent = "  " * depth
    for key, child in node.items():
        if isinstance(child, Value):
            yield from _leaf(key, child, depth)
        else:
            yield f"{indent}{key}:"
            yield from _mapping(child, depth + 1)


def _leaf(key: str, value: Value, depth: int) -> Iterator[str]:
    indent = "  " * depth
    yield from _comment(value.doc, depth)
    if value.default is UNSET:
        for line in _entry(key, value.examples[0], 0):
            yield f"{indent}# {line}"
        return
    if value.examples:
        for line in _entry(key, value.examples[0], 0):
            yield f"{indent}#   {line}"
    yield from _entry(key, value.default, depth)


def _entry(key: str, value: Any, depth: int) -> Iterator[str]:
    """Write `key: value`, nested maps and lists in block style, scalars as JSON writes them."""
    indent = "  " * depth
    name = key if _PLAIN.fullmatch(key) and resolve_plain(key) == key else json.dumps(key)
    if isinstance(value, dict) and value:
        yield f"{indent}{name}:"
        for inner, item in value.items():
            yield from _entry(inner, item, depth + 1)
    elif isinstance(value, list) and any(isinstance(item, dict) for item in value):
        yield f"{indent}{name}:"
        for item in value:
            yield f"{indent}  - {_flow(item)}"
    else:
        yield f"{indent}{name}: {_flow(value)}"


def _flow(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _comment(doc: str, depth: int) -> list[str]:
    indent = "  " * depth
    lines = textwrap.wrap(doc, _WIDTH - len(indent) - 2, break_long_words=False, break_on_hyphens=False)
    return [f"{indent}# {line}" for line in lines]
