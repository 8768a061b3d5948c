"""One node of a JSON Schema as it is compared: what it refers to, which types and values it allows."""

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, Final, NamedTuple

from chartgen.core.errors import InputError
from chartgen.core.json_schema import Schema
from chartgen.diff.change import shown

Node = Mapping[str, Any]

ANY: Final[Node] = {}
NOTHING: Final[Node] = {"not": {}}
TYPES: Final = frozenset({"array", "boolean", "integer", "null", "object", "string"})
"""The types of values; `number` is every number here, which `integer` is a part of."""

# What says nothing of which values are allowed.
NOTES: Final = frozenset(
    {"$comment", "$id", "$schema", "default", "definitions", "$defs", "deprecated", "description", "example"}
    | {"examples", "externalDocs", "id", "readOnly", "title", "writeOnly"}
)
_NUMBER: Final = "number"
_NAMES: Final[Mapping[type, str]] = {
    bool: "boolean",
    dict: "object",
    int: "integer",
    list: "array",
    str: "string",
    type(None): "null",
}
_CONSTANT: Final = frozenset({"const", "enum", "type"})
_REFERENCES: Final = 64
_ESCAPES: Final = (("~1", "/"), ("~0", "~"), ("%25", "%"))


class Values(NamedTuple):
    """The only values that a node allows, as JSON texts."""

    texts: frozenset[str]


class Root:
    """A whole schema, in which references are looked up."""

    def __init__(self, schema: Any) -> None:
        """Take what was read; what is no map allows everything."""
        self.schema: Node = schema if isinstance(schema, Mapping) else ANY

    @cached_property
    def definitions(self) -> dict[str, Any]:
        """The parts that are there to be referred to."""
        return {key: self.schema[key] for key in ("definitions", "$defs") if key in self.schema}

    def node(self, value: Any) -> Node:
        """Give a schema as a map, behind its references.

        One that cannot be followed allows everything: whoever renders with the schema hears of it.
        """
        for _ in range(_REFERENCES):
            if not isinstance(value, Mapping):
                return NOTHING if value is False else ANY
            target = value.get("$ref")
            if not isinstance(target, str):
                return value
            beside = {key: part for key, part in value.items() if key != "$ref" and key not in NOTES}
            found = self._at(target)
            # Drafts to 7 pass over what stands beside a reference, later ones demand both.
            value = {"allOf": [found, beside]} if beside and self._is_late else found
        return ANY

    @cached_property
    def _is_late(self) -> bool:
        return "/draft/20" in str(self.schema.get("$schema") or "/draft/20")

    def _at(self, target: str) -> Any:
        if not target.startswith("#"):
            return ANY
        found: Any = self.schema
        for step in target[1:].split("/")[1:]:
            for escape, letter in _ESCAPES:
                step = step.replace(escape, letter)  # noqa: PLW2901 -- escapes one after the other
            if isinstance(found, list) and step.isdecimal() and int(step) < len(found):
                found = found[int(step)]
            elif isinstance(found, Mapping) and step in found:
                found = found[step]
            else:
                return ANY
        return found


def rules(node: Node) -> dict[str, Any]:
    """Give what of a node decides."""
    return {key: value for key, value in node.items() if key not in NOTES}


def canonical(value: Any) -> str:
    """Write a value so that equal ones are equal texts."""
    return json.dumps(value, sort_keys=True, default=str)


def types(node: Node, *, is_of_crd: bool = False) -> frozenset[str]:
    """Give the types that a node allows; the numbers that are no integers are `number`."""
    if is_of_crd and node.get("nullable") is True:
        return types(node) | {"null"}
    given = node.get("type")
    if given is None:
        return _untyped(node)
    # A CRD may say anything before the API server has seen it.
    names = frozenset(
        each for each in (given if isinstance(given, list) else [given]) if isinstance(each, str)
    )
    return names | {"integer"} if _NUMBER in names else names


def _untyped(node: Node) -> frozenset[str]:
    only = values(node)
    if only is not None:
        return frozenset().union(*(_types_of(json.loads(text)) for text in only.texts))
    if node.get("x-kubernetes-int-or-string") is True:
        return frozenset({"integer", "string"})
    return TYPES | {_NUMBER}


def _types_of(value: Any) -> frozenset[str]:
    if isinstance(value, float):
        return frozenset({_NUMBER, "integer"})
    return frozenset({_NAMES[type(value)]})


def values(node: Node) -> Values | None:
    """Give the only values that a node allows, None where it does not list them."""
    found: frozenset[str] | None = None
    if isinstance(node.get("enum"), list):
        found = frozenset(map(canonical, node["enum"]))
    if "const" in node:
        only = frozenset([canonical(node["const"])])
        found = only if found is None else found & only
    return None if found is None else Values(found)


def alternatives(node: Node) -> list[Any]:
    """Give the schemas of which one must hold: the node itself, unless it is nothing but a choice."""
    own = rules(node)
    for key in ("anyOf", "oneOf"):
        if isinstance(own.get(key), list) and len(own) == 1:
            return list(own[key])
    return [node]


def unwrapped(old_root: Root, old: Node, new_root: Root, new: Node) -> tuple[Node, Node]:
    """Give two nodes as they are inside an `allOf` of one, which one of them may have for notes beside it."""
    if "allOf" in new and "allOf" not in old:
        return old, new_root.node(_only(new))
    if "allOf" in old and "allOf" not in new:
        return old_root.node(_only(old)), new
    return old, new


def _only(node: Node) -> Any:
    own = rules(node)
    parts = own["allOf"] if [*own] == ["allOf"] and isinstance(own["allOf"], list) else ()
    return parts[0] if len(parts) == 1 else node


def by_type(node: Node) -> list[Node]:
    """Give the schemas that a node is of which each allows one type."""
    given = node.get("type")
    if not isinstance(given, list) or len(given) < 2:  # noqa: PLR2004 -- one type is no choice
        return [node]
    return [{**node, "type": each} for each in given]


def constant(root: Root, choice: Iterable[Any]) -> Node | None:
    """Give one schema for alternatives that all list values; None where one says something else."""
    found: list[Any] = []
    for node in map(root.node, choice):
        only = values(node)
        if only is None or rules(node).keys() - _CONSTANT:
            return None
        found += map(json.loads, sorted(only.texts))
    return {"enum": found}


def samples(node: Node) -> Iterator[Any]:
    """Yield values that a node itself says it allows."""
    for key in ("enum", "examples"):
        yield from node[key] if isinstance(node.get(key), list) else ()
    yield from (node[key] for key in ("const", "default", "example") if key in node)


def described(node: Node) -> str:
    """Say in a few words what a node allows."""
    only = values(node)
    if only is not None:
        return " | ".join(sorted(only.texts))
    given = node.get("type")
    if isinstance(given, (str, list)):
        return " | ".join(named(types(node)))
    choice = alternatives(node)
    if len(choice) > 1:
        return " | ".join(dict.fromkeys(described(each) for each in choice if isinstance(each, Mapping)))
    return "any value" if not rules(node) else "some values"


def named(found: Iterable[str]) -> list[str]:
    """Give the names of types for a message."""
    names = frozenset(found)
    return sorted(names - {"integer"} if _NUMBER in names else names)


def without_equal(
    old_root: Root, old: list[Any], new_root: Root, new: list[Any]
) -> tuple[list[Any], list[Any]]:
    """Give the schemas of two lists that the other does not have."""
    before = [canonical(rules(old_root.node(each))) for each in old]
    after = [canonical(rules(new_root.node(each))) for each in new]
    gone = [each for each, text in zip(old, before, strict=True) if text not in after]
    more = [each for each, text in zip(new, after, strict=True) if text not in before]
    return gone, more


def allows(root: Root, node: Node, value: Any) -> bool:
    """Say whether a node of a schema allows a value; what is no schema allows everything."""
    try:
        draft = {key: root.schema[key] for key in ("$schema",) if key in root.schema}
        return not Schema({**draft, **root.definitions, "allOf": [node]}, file="").problems(value)
    except InputError:
        return True


def refused(old_root: Root, old: Node, new_root: Root, new: Node) -> Iterator[str]:
    """Yield values that an old node names and allows, and a new one does not."""
    for value in samples(old):
        if allows(old_root, old, value) and not allows(new_root, new, value):
            yield shown(value)


def mapping(node: Node, key: str) -> dict[str, Any]:
    """Give a map of a node; an empty one where there is none."""
    found = node.get(key)
    return found if isinstance(found, dict) else {}


def names(value: Any) -> list[str]:
    """Give the texts of a list; none where it is none."""
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []
