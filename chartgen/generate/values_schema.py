"""`values.schema.json`: what a user's values must satisfy."""

import json
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from chartgen.model import patterns
from chartgen.model.value import UNSET, Value, tree

_OPEN = ("global",)
"""A subchart gets the `global` of its parent, whose keys are none of our business."""


def values_schema(
    values: Iterable[Value], *, title: str, renamed: Mapping[str, str] = MappingProxyType({})
) -> str:
    """Write a draft-07 schema, strict for our keys and open for what Kubernetes defines.

    It lets `renamed` paths through, new by old, for the chart to refuse them with the new name.
    """
    schema = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": title,
        **_object(tree(values), open_keys=False),
    }
    # The parent of a subchart switches it with a condition, by custom `<name>.enabled`.
    schema["properties"] = {**schema["properties"], "enabled": {"type": "boolean"}}
    for old, new in renamed.items():
        *parents, leaf = old.split(".")
        node = schema
        for parent in parents:
            node = node["properties"][parent]
        node["properties"][leaf] = {"description": f"Is called {new} now; the chart refuses it."}
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def leaf_schema(value: Value) -> dict[str, Any]:
    """Give the fragment of one leaf with its documentation; what has no default may be null."""
    fragment: Mapping[str, Any] = value.schema
    if value.default is UNSET:
        fragment = patterns.or_null(fragment)
    described: dict[str, Any] = {"description": value.doc, **fragment}
    if value.default is not UNSET:
        described["default"] = value.default
    if value.examples:
        described["examples"] = list(value.examples)
    return described


def _object(node: Mapping[str, Any], *, open_keys: bool) -> dict[str, Any]:
    properties = {
        key: leaf_schema(child) if isinstance(child, Value) else _object(child, open_keys=key in _OPEN)
        for key, child in node.items()
    }
    return {"type": "object", "additionalProperties": open_keys, "properties": properties}
