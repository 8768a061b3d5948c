"""CustomResourceDefinitions (`apiextensions.k8s.io/v1`): their schemas for strict checks, their structure.

The rules are those of the API server for structural schemas (`k8s.io/apiextensions-apiserver`, packages
`pruning` and `defaulting`): what it would prune is an unknown field here; a null that it drops or replaces by
a default is accepted. Formats, list types and CEL rules are not looked at.
"""

import json
import re
import warnings
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from chartgen.core.digest import digest_of
from chartgen.core.errors import InputError

Schema = dict[str, Any]

_KEPT = frozenset(
    {"type", "enum", "required", "pattern", "minimum", "maximum", "multipleOf", "minLength", "maxLength"}
    | {"minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties"}
)
_STRING = {"type": "string"}
_SETS = frozenset({"required", "shortNames", "categories"})
_DATA = frozenset({"default", "enum", "example"})


def schemas(crd: Mapping[str, Any], object_meta: Schema) -> dict[tuple[str, str], Schema]:
    """Give the strict schema (draft-07) of each served version by `(apiVersion, kind)`.

    `object_meta` is the schema of `metadata` as `store.object_meta` gives it: a `$ref` into its own `$defs`.

    Raises:
        InputError: `crd` is no well-formed CustomResourceDefinition.
    """
    spec = _mapping(crd, "spec", "")
    kind = _text(_mapping(spec, "names", "spec"), "kind", "spec.names")
    group = _text(spec, "group", "spec")
    found = {}
    for index, version in enumerate(_list(spec, "versions", "spec")):
        place = f"spec.versions[{index}]"
        root = _mapping(_mapping(version, "schema", place), "openAPIV3Schema", f"{place}.schema")
        if version.get("served"):
            schema = _resource(root, f"{place}.schema.openAPIV3Schema", meta=object_meta["$ref"])
            name = _text(version, "name", place)
            found[f"{group}/{name}", kind] = {**schema, "$defs": object_meta["$defs"]}
    return found


def structure(crd: Mapping[str, Any]) -> Any:
    """Give what a CRD does, as plain JSON data: without descriptions, status, annotations and labels.

    Of `metadata` only the name stays; lists whose order means nothing are sorted.
    """
    metadata = crd.get("metadata")
    name = metadata.get("name") if isinstance(metadata, Mapping) else None
    kept = {key: value for key, value in crd.items() if key != "status"}
    return _stripped({**kept, "metadata": {"name": name}})


def structure_digest(crd: Mapping[str, Any]) -> str:
    """Give `sha256:` and the hex digest of the structure's canonical JSON: keys sorted, no blanks, ASCII."""
    text = json.dumps(structure(crd), sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return digest_of(text.encode("ascii"))


def _resource(root: Mapping[str, Any], path: str, *, meta: str) -> Schema:
    whole = {**root, "type": "object", "x-kubernetes-embedded-resource": True}
    try:
        return _structural(whole, path, meta=meta)
    except RecursionError:
        raise InputError(f"the CustomResourceDefinition is nested too deeply: {path}") from None


def _structural(node: Any, path: str, *, meta: str) -> Schema:
    """Convert a node of the schema proper, which decides about unknown fields and nulls too."""
    schema = _values(node, path, partial(_structural, meta=meta))
    properties = schema.setdefault("properties", {})
    # The API server fills in defaults before it looks for what is missing.
    defaulted = {name for name in properties if "default" in node["properties"][name]}
    # What is no name is refused with the schema, further on.
    schema["required"] = [
        name for name in schema.get("required", ()) if not isinstance(name, str) or name not in defaulted
    ]
    for name, part in properties.items():
        if name not in schema["required"]:
            _allow_null(part)
    if isinstance(schema.get("additionalProperties"), dict):
        _allow_null(schema["additionalProperties"])
    elif node.get("type", "object") == "object" and not _keeps_unknown(node):
        schema["additionalProperties"] = False
    if node.get("x-kubernetes-int-or-string"):
        schema["type"] = ["integer", "string"]
    if node.get("nullable"):
        _add_null_type(schema)
    if node.get("x-kubernetes-embedded-resource"):
        narrowed = node.get("properties", {}).get("metadata", {})
        own = {"allOf": [{"$ref": meta}, _junction(narrowed, f"{path}.properties.metadata")]}
        properties |= {"apiVersion": _STRING, "kind": _STRING, "metadata": own}
        schema["required"] = sorted({*schema["required"], "apiVersion", "kind"})
    return schema


def _keeps_unknown(node: Mapping[str, Any]) -> bool:
    marks = ("x-kubernetes-preserve-unknown-fields", "x-kubernetes-int-or-string")
    return node.get("additionalProperties") is True or any(node.get(mark) for mark in marks)


def _junction(node: Any, path: str) -> Schema:
    """Convert a node that only judges values (below allOf, anyOf, oneOf, not).

    The API server allows a type there only to repeat `x-kubernetes-int-or-string`, which is known without it.
    """
    schema = _values(node, path, _junction)
    schema.pop("type", None)
    return schema


def _values(node: Any, path: str, convert: Callable[[Any, str], Schema]) -> Schema:
    if not isinstance(node, Mapping):
        raise _malformed(path, "a map")
    schema = _keywords(node, path)
    for key in {"allOf", "anyOf", "oneOf"} & set(node):
        listed = enumerate(_list(node, key, path))
        schema[key] = [_junction(part, f"{path}.{key}[{index}]") for index, part in listed]
    if "not" in node:
        schema["not"] = _junction(node["not"], f"{path}.not")
    if "properties" in node:
        named = _mapping(node, "properties", path).items()
        schema["properties"] = {name: convert(part, f"{path}.properties.{name}") for name, part in named}
    if "items" in node:
        schema["items"] = convert(node["items"], f"{path}.items")
    if isinstance(node.get("additionalProperties"), Mapping):
        schema["additionalProperties"] = convert(node["additionalProperties"], f"{path}.additionalProperties")
    return schema


def _keywords(node: Mapping[str, Any], path: str) -> Schema:
    schema = {key: value for key, value in node.items() if key in _KEPT}
    if "required" in schema:
        schema["required"] = _list(node, "required", path)
    if not _portable(schema.get("pattern", "")):
        del schema["pattern"]
    # Draft 4, which CRDs follow, makes a bound exclusive by a flag beside it.
    for bound, flag in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        if bound in schema and node.get(flag) is True:
            schema[flag] = schema.pop(bound)
    return schema


def _allow_null(schema: Schema) -> None:
    """Accept null where the API server takes a null for an absent field."""
    _add_null_type(schema)
    if isinstance(schema.get("enum"), list):
        schema["enum"] = [*schema["enum"], None]


def _add_null_type(schema: Schema) -> None:
    types = schema.get("type")
    if isinstance(types, str):
        schema["type"] = [types, "null"]
    elif isinstance(types, list) and "null" not in types:
        schema["type"] = [*types, "null"]


def _portable(pattern: Any) -> bool:
    """Say whether a pattern, written for Go's engine, means the same in others (`[[:alpha:]]` does not)."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            re.compile(pattern)
        except (re.error, Warning, OverflowError, TypeError):
            return False
    return True


def _stripped(node: Any, *, names: bool = False) -> Any:
    """Leave out descriptions, but not a property of that name; `names` says that the keys are such names."""
    if isinstance(node, list):
        return [_stripped(part) for part in node]
    if not isinstance(node, Mapping):
        return node
    kept = {}
    for key, value in node.items():
        if names or key not in {"description", *_SETS, *_DATA}:
            kept[key] = _stripped(value, names=key == "properties" and not names)
        elif key != "description":
            kept[key] = sorted(value, key=str) if key in _SETS and isinstance(value, list) else value
    return kept


def _mapping(parent: Any, key: str, path: str) -> Mapping[str, Any]:
    value = parent.get(key) if isinstance(parent, Mapping) else None
    if not isinstance(value, Mapping):
        raise _malformed(f"{path}.{key}".removeprefix("."), "a map")
    return value


def _list(parent: Mapping[str, Any], key: str, path: str) -> list[Any]:
    value = parent.get(key)
    if not isinstance(value, list):
        raise _malformed(f"{path}.{key}", "a list")
    return value


def _text(parent: Mapping[str, Any], key: str, path: str) -> str:
    value = parent.get(key)
    if not isinstance(value, str):
        raise _malformed(f"{path}.{key}", "a string")
    return value


def _malformed(path: str, wanted: str) -> InputError:
    return InputError(f"the CustomResourceDefinition is malformed: {path} must be {wanted}")
