"""What the API server wants of the schemas of a CRD: that they are structural.

The rules are those of `k8s.io/apiextensions-apiserver`, packages `schema` and `validation`: each node says
its type, what only judges (`allOf`, `not` …) describes nothing, and some words of JSON Schema are not taken
at all. Here are those that schemas break in practice; defaults are not compared with what a schema says of
values.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from chartgen.core.values_path import Steps

_REFUSED: Final = ("$ref", "dependencies", "additionalItems")
_REFUSED_UNLESS_EMPTY: Final = ("id", "$schema", "definitions", "patternProperties")
_LISTS: Final = ("allOf", "anyOf", "oneOf")
_TYPES: Final = frozenset({"array", "boolean", "integer", "number", "object", "string"})
_INT_OR_STRING: Final = "x-kubernetes-int-or-string"
_PRESERVE: Final = "x-kubernetes-preserve-unknown-fields"
_EMBEDDED: Final = "x-kubernetes-embedded-resource"
_LIST_TYPE: Final = "x-kubernetes-list-type"
_MAP_TYPE: Final = "x-kubernetes-map-type"
_LIST_KEYS: Final = "x-kubernetes-list-map-keys"
_NOT_IN_JUNCTIONS: Final = (
    "type",
    "title",
    "description",
    "default",
    "additionalProperties",
    "nullable",
    _PRESERVE,
    _EMBEDDED,
    _INT_OR_STRING,
    _LIST_KEYS,
    _LIST_TYPE,
    _MAP_TYPE,
    "x-kubernetes-validations",
)
_EITHER: Final = [{"type": "integer"}, {"type": "string"}]
"""Where types may be repeated below `anyOf`: there, as they are, and as the first of `allOf`."""
_OUTSIDE: Final = "outside of allOf, anyOf, oneOf and not, too"
_KINDS_OF: Final = {
    _LIST_TYPE: ("array", ("atomic", "set", "map")),
    _MAP_TYPE: ("object", ("atomic", "granular")),
}
_NOTHING: Final[Mapping[str, Any]] = {}


class Refused(NamedTuple):
    """A part of a schema that the API server refuses."""

    path: Steps
    message: str


class _Node(NamedTuple):
    """A schema at a path; a junction is one that only judges.

    Of a junction `described` is what describes the same values; None where that is missing, and said.
    """

    path: Steps
    value: Any
    is_junction: bool = False
    may_repeat_types: bool = True
    described: Mapping[str, Any] | None = None


def refused(root: Any, path: Steps) -> Iterator[Refused]:
    """Yield what is refused in the schema of a version, which stands at a path."""
    if isinstance(root, Mapping):
        yield from _whole(path, root)
    waiting = [_Node(path, root)]
    while waiting:
        node = waiting.pop()
        if not isinstance(node.value, Mapping):
            yield Refused(node.path, "a schema is a map")
            continue
        yield from _words(node.path, node.value)
        if node.is_junction:
            yield from _judged(node)
        else:
            yield from _described(node.path, node.value, is_whole=node.path == path)
        waiting += _parts(node)
        waiting += _junctions(node)


def _whole(path: Steps, root: Mapping[str, Any]) -> Iterator[Refused]:
    kind = root.get("type")
    if kind != "object" and (kind or not (root.get(_PRESERVE) or root.get(_INT_OR_STRING))):
        yield Refused((*path, "type"), "the type of the whole must be object")
    if root.get("additionalProperties") is not None:
        yield Refused((*path, "additionalProperties"), "it cannot stand at the root")
    if root.get("nullable") is True:
        yield Refused((*path, "nullable"), "the whole cannot be nullable")


def _parts(node: _Node) -> Iterator[_Node]:
    """Yield the schemas of what is in the values: they judge or describe as the node does."""
    known = _mapping_at(node.described, "properties")
    for name, part in (_mapping_at(node.value, "properties") or {}).items():
        described = _mapping_at(known, name)
        yield _Node((*node.path, "properties", name), part, node.is_junction, not node.is_junction, described)
    for key in ("items", "additionalProperties"):
        part = _mapping_at(node.value, key)
        if part is not None:
            described = _mapping_at(node.described, key)
            yield _Node((*node.path, key), part, node.is_junction, not node.is_junction, described)


def _junctions(node: _Node) -> Iterator[_Node]:
    """Yield the schemas that judge the same values."""
    described = node.described if node.is_junction else node.value
    if node.value.get("not") is not None:
        yield _judging((*node.path, "not"), node.value["not"], described)
    for key in _LISTS:
        listed = node.value.get(key)
        if key == "anyOf" and listed == _EITHER and node.may_repeat_types:
            continue
        for at, part in enumerate(listed if isinstance(listed, list) else ()):
            is_first = not node.is_junction and key == "allOf" and at == 0
            found = _judging((*node.path, key, at), part, described)
            yield found._replace(may_repeat_types=is_first)


def _judging(path: Steps, value: Any, described: Mapping[str, Any] | None) -> _Node:
    return _Node(path, value, is_junction=True, may_repeat_types=False, described=described)


def _mapping_at(value: Mapping[str, Any] | None, key: str) -> Mapping[str, Any] | None:
    found = value.get(key) if value is not None else None
    return found if isinstance(found, Mapping) else None


def _words(path: Steps, node: Mapping[str, Any]) -> Iterator[Refused]:
    for key in (*_REFUSED, *_REFUSED_UNLESS_EMPTY):
        value = node.get(key)
        if value if key in _REFUSED_UNLESS_EMPTY else value is not None:
            yield Refused((*path, key), f"{key} is not taken in a CRD")
    kind = node.get("type")
    if kind and (not isinstance(kind, str) or kind not in _TYPES):
        yield Refused((*path, "type"), f"there is no type {kind!r}")
    if node.get("uniqueItems") is True:
        yield Refused((*path, "uniqueItems"), f"uniqueItems cannot be true; use {_LIST_TYPE}: set")
    if isinstance(node.get("items"), list):
        yield Refused((*path, "items"), "items is one schema, not a list of them")
    others = node.get("additionalProperties")
    if node.get("properties") and (isinstance(others, Mapping) or others is False):
        yield Refused((*path, "additionalProperties"), "it cannot stand beside properties")
    yield from _extensions(path, node)


def _extensions(path: Steps, node: Mapping[str, Any]) -> Iterator[Refused]:
    if node.get(_PRESERVE) is False:
        yield Refused((*path, _PRESERVE), f"{_PRESERVE} cannot be false; leave it out")
    for key, (wanted, known) in _KINDS_OF.items():
        found = node.get(key)
        if found is not None and node.get("type") != wanted:
            yield Refused((*path, key), f"{key} is for what has the type {wanted}")
        elif found is not None and found not in known:
            yield Refused((*path, key), f"there is no {key} {found!r}")
    if node.get(_LIST_KEYS) and node.get(_LIST_TYPE) != "map":
        yield Refused((*path, _LIST_KEYS), f"it needs {_LIST_TYPE}: map")


def _judged(node: _Node) -> Iterator[Refused]:
    for key in _NOT_IN_JUNCTIONS:
        value = node.value.get(key)
        # What says nothing may stand there; a default of false says something.
        if value is not None and (value not in (False, "", []) or key == "default"):
            yield Refused((*node.path, key), f"{key} cannot stand below allOf, anyOf, oneOf or not")
    if node.described is None:
        return
    known = node.described.get("properties")
    for name in _mapping_at(node.value, "properties") or {}:
        if not isinstance(known, Mapping) or name not in known:
            yield Refused((*node.path, "properties", name), f"{name} must be described {_OUTSIDE}")
    if _mapping_at(node.value, "items") is not None and node.described.get("items") is None:
        yield Refused((*node.path, "items"), f"the items must be described {_OUTSIDE}")


def _described(path: Steps, value: Mapping[str, Any], *, is_whole: bool) -> Iterator[Refused]:
    kind = value.get("type")
    if value.get(_EMBEDDED) is True and kind != "object":
        yield Refused((*path, _EMBEDDED), f"{_EMBEDDED} is for what has the type object")
    elif value.get(_EMBEDDED) is True and not value.get("properties") and not value.get(_PRESERVE):
        yield Refused((*path, _EMBEDDED), f"it needs properties, or {_PRESERVE}")
    elif not is_whole and not kind and not value.get(_INT_OR_STRING) and not value.get(_PRESERVE):
        yield Refused(path, "each part of the schema must say its type")
    elif kind == "array" and value.get("items") is None:
        yield Refused(path, "an array must say what its items are")
    for key in (_PRESERVE, _EMBEDDED):
        if value.get(_INT_OR_STRING) is True and value.get(key) is True:
            yield Refused((*path, key), f"it cannot stand beside {_INT_OR_STRING}")
    if value.get(_LIST_TYPE) == "map" and kind == "array":
        yield from _keys(path, value)


def _keys(path: Steps, node: Mapping[str, Any]) -> Iterator[Refused]:
    """Yield what is wrong with the keys of a list that is a map."""
    keys = node.get(_LIST_KEYS)
    if not isinstance(keys, list) or not keys:
        yield Refused(path, f"a list of type map must have {_LIST_KEYS}")
        return
    items = node.get("items")
    item: Mapping[str, Any] = items if isinstance(items, Mapping) else {}
    properties, required = item.get("properties"), item.get("required")
    for at, key in enumerate(keys):
        place = (*path, _LIST_KEYS, at)
        own = properties.get(key) if isinstance(properties, Mapping) and isinstance(key, str) else None
        if not isinstance(own, Mapping):
            yield Refused(place, f"the items have no {key!r}")
        elif own.get("default") is None and not (isinstance(required, list) and key in required):
            yield Refused(place, f"{key!r} must be required of the items, or have a default")
