"""The leaves of values: what holds nothing further."""

from collections.abc import Iterator, Mapping
from typing import Any

from chartgen.core.values_path import Steps


def leaves(tree: Mapping[str, Any]) -> dict[Steps, Any]:
    """Give all that holds nothing further, by path: texts, numbers, booleans, nulls, empty maps and lists."""
    return dict(_leaves(tree, ()))


def _leaves(node: Any, path: Steps) -> Iterator[tuple[Steps, Any]]:
    if isinstance(node, (str, int, float)):
        # Most are these, and a test against an abstract class takes long.
        if path:
            yield path, node
    elif isinstance(node, Mapping) and node:
        for key, value in node.items():
            yield from _leaves(value, (*path, key))
    elif isinstance(node, list) and node:
        for index, value in enumerate(node):
            yield from _leaves(value, (*path, index))
    elif path:
        yield path, node


def with_changes(tree: Any, changes: Mapping[Steps, Any]) -> Any:
    """Give a tree with other values at some paths; what is on none of them is shared."""
    here: dict[str | int, dict[Steps, Any]] = {}
    for path, value in changes.items():
        if not path:
            return value
        here.setdefault(path[0], {})[path[1:]] = value
    if isinstance(tree, list):
        return [with_changes(item, here[index]) if index in here else item for index, item in enumerate(tree)]
    known = dict(tree) if isinstance(tree, Mapping) else {}
    for key, below in here.items():
        known[key] = with_changes(known.get(key), below)
    return known
