"""What the API server wants of the schemas of a CRD: that they are structural.

The rules are those of `k8s.io/apiextensions-apiserver`, package `schema`: each node says its type, what only
judges (`allOf`, `not` …) describes nothing, and some words of JSON Schema are not taken at all. Here are
those that schemas break in practice; defaults are not compared with what a schema says of values.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from chartgen.core.values_path import Steps

_REFUSED: Final = ("$ref", "id", "definitions", "dependencies", "patternProperties", "additionalItems")
_NOT_IN_JUNCTIONS: Final = ("type", "description", "default", "additionalProperties", "nullable")
_LISTS: Final = ("allOf", "anyOf", "oneOf")
_TYPES: Final = frozenset({"array", "boolean", "integer", "number", "object", "string"})
_INT_OR_STRING: Final = "x-kubernetes-int-or-string"
_PRESERVE: Final = "x-kubernetes-preserve-unknown-fields"


class Refused(NamedTuple):
    """A part of a schema that the API server refuses."""

    path: Steps
    message: str


class _Node(NamedTuple):
    """A schema at a path; a junction is one that only judges what others describe."""

    path: Steps
    value: Any
    is_junction: bool = False


def refused(root: Any, path: Steps) -> Iterator[Refused]:
    """Yield what is refused in the schema of a version, which stands at a path."""
    if isinstance(root, Mapping) and root.get("type") != "object":
        yield Refused((*path, "type"), "the type of the whole must be object")
    waiting = [_Node(path, root)]
    while waiting:
        node = waiting.pop()
        if not isinstance(node.value, Mapping):
            yield Refused(node.path, "a schema is a map")
            continue
        yield from _words(node.path, node.value)
        yield from _junction(node) if node.is_junction else _described(node)
        waiting += _parts(node)


def _parts(node: _Node) -> Iterator[_Node]:
    path, value, inherited = node
    properties = value.get("properties")
    if isinstance(properties, Mapping):
        for name, part in properties.items():
            yield _Node((*path, "properties", name), part, inherited)
    for key in ("items", "additionalProperties"):
        if isinstance(value.get(key), Mapping):
            yield _Node((*path, key), value[key], inherited)
    if "not" in value:
        yield _Node((*path, "not"), value["not"], is_junction=True)
    for key in _LISTS:
        listed = value.get(key)
        for at, part in enumerate(listed if isinstance(listed, list) else ()):
            yield _Node((*path, key, at), part, is_junction=True)


def _words(path: Steps, node: Mapping[str, Any]) -> Iterator[Refused]:
    for key in _REFUSED:
        if key in node:
            yield Refused((*path, key), f"{key} is not taken in a CRD")
    if node.get("uniqueItems") is True:
        yield Refused((*path, "uniqueItems"), "uniqueItems cannot be true; use x-kubernetes-list-type: set")
    if isinstance(node.get("items"), list):
        yield Refused((*path, "items"), "items is one schema, not a list of them")
    if "properties" in node and "additionalProperties" in node:
        yield Refused((*path, "additionalProperties"), "it cannot stand beside properties")
    elif node.get("additionalProperties") is False:
        yield Refused((*path, "additionalProperties"), "additionalProperties cannot be false")


def _junction(node: _Node) -> Iterator[Refused]:
    # The type may be repeated there for what is integer or string.
    repeats = any(isinstance(step, int) for step in node.path[-3:]) and node.value.get("type") in {
        "integer",
        "string",
    }
    for key in _NOT_IN_JUNCTIONS:
        if key in node.value and not (key == "type" and repeats):
            yield Refused((*node.path, key), f"{key} cannot stand below allOf, anyOf, oneOf or not")


def _described(node: _Node) -> Iterator[Refused]:
    value, path = node.value, node.path
    kind = value.get("type")
    if kind is None and not value.get(_INT_OR_STRING) and not value.get(_PRESERVE):
        yield Refused(path, "each part of the schema must say its type")
    elif kind is not None and (not isinstance(kind, str) or kind not in _TYPES):
        yield Refused((*path, "type"), f"there is no type {kind!r}")
    elif kind == "array" and "items" not in value and not value.get(_PRESERVE):
        yield Refused(path, "an array must say what its items are")
    if kind is not None and value.get(_INT_OR_STRING) is True:
        yield Refused((*path, "type"), f"there is no type beside {_INT_OR_STRING}")
    if value.get("x-kubernetes-list-type") == "map":
        yield from _keys(path, value)


def _keys(path: Steps, node: Mapping[str, Any]) -> Iterator[Refused]:
    """Yield what is wrong with the keys of a list that is a map."""
    keys = node.get("x-kubernetes-list-map-keys")
    if not isinstance(keys, list) or not keys:
        yield Refused(path, "a list of type map must have x-kubernetes-list-map-keys")
        return
    items = node.get("items")
    item: Mapping[str, Any] = items if isinstance(items, Mapping) else {}
    properties, required = item.get("properties"), item.get("required")
    for at, key in enumerate(keys):
        place = (*path, "x-kubernetes-list-map-keys", at)
        own = properties.get(key) if isinstance(properties, Mapping) and isinstance(key, str) else None
        if not isinstance(own, Mapping):
            yield Refused(place, f"the items have no {key!r}")
        elif "default" not in own and not (isinstance(required, list) and key in required):
            yield Refused(place, f"{key!r} must be required of the items, or have a default")
