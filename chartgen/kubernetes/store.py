"""Strict JSON Schemas of Kubernetes' own objects, by Kubernetes version.

The schemas are the data files of the package `kubernetes-validate` (extra `kubernetes`); its code is never
imported. Which versions it holds is also committed as `schemas/kubernetes/versions.json`, so that the default
Kubernetes version is known without that extra.
"""

import json
import re
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from chartgen.core.data import data_root
from chartgen.core.errors import ToolError, UsageError

Schema = dict[str, Any]

OBJECT_META = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"
_REF = "#/$defs/"
_BOUNDS = {"int32": 31, "int64": 63}
_VERSION = re.compile(r"v?([0-9]+\.[0-9]+)(?:[.+-].*)?", re.ASCII)


@lru_cache(maxsize=1)
def _known() -> tuple[str, tuple[str, ...]]:
    data = json.loads((data_root() / "kubernetes" / "versions.json").read_text("utf-8"))
    return data["newest"], tuple(data["minors"])


def versions() -> tuple[str, ...]:
    """Give the Kubernetes minors with schemas, oldest first: `("1.25", …, "1.37")`. Needs no extra."""
    return _known()[1]


def newest() -> str:
    """Give the newest Kubernetes version with schemas as a full version such as `1.37.0`. Needs no extra."""
    return _known()[0]


def minor_of(kube_version: str) -> str:
    """Reduce `1.30`, `v1.30.4` or `1.30.4-gke.100` to the minor `1.30`.

    Raises:
        UsageError: it is no version, or there are no schemas for it.
    """
    match = _VERSION.fullmatch(kube_version)
    minor = match[1] if match else ""
    if minor not in versions():
        problem = (
            f"no schemas for Kubernetes {kube_version!r}" if match else f"{kube_version!r} is no version"
        )
        hint = f"give a Kubernetes version from {versions()[0]} to {versions()[-1]}"
        raise UsageError(problem, where="--kube-version", hint=hint)
    return minor


def schema_folder(kube_version: str) -> Path:
    """Give the folder of the strict schemas for this version.

    Raises:
        UsageError: there are no schemas for the version.
        ToolError: the extra `kubernetes` is not installed.
    """
    minor = minor_of(kube_version)
    spec = find_spec("kubernetes_validate")
    places = (spec.submodule_search_locations or []) if spec else []
    for place in places:
        for folder in Path(place, "kubernetes-json-schema").glob(f"v{minor}.*-local-strict"):
            return folder
    raise ToolError(
        f"the schemas of Kubernetes {minor} are not installed", hint="pip install 'chartgen[kubernetes]'"
    )


def schema_for(kube_version: str, api_version: str, kind: str) -> Schema | None:
    """Give the strict schema of one kind (unknown field = error), or None for an unknown kind.

    The result is shared and cached: treat it as frozen.

    Raises:
        UsageError: there are no schemas for the version.
        ToolError: the extra `kubernetes` is not installed.
    """
    return _schema(minor_of(kube_version), api_version, kind)


@lru_cache(maxsize=32)
def api_versions(kube_version: str) -> tuple[str, ...]:
    """Give the groups, versions and kinds of a Kubernetes version as charts ask for them.

    Sorted, such as `apps/v1` and `apps/v1/Deployment`.

    Raises:
        UsageError: there are no schemas for the version.
        ToolError: the extra `kubernetes` is not installed.
    """
    kinds = _kinds(minor_of(kube_version))
    return tuple(sorted({text for version, kind in kinds for text in (version, f"{version}/{kind}")}))


def object_meta(kube_version: str) -> Schema:
    """Give the strict schema of `metadata`, which custom resources share; raises as `schema_for` does."""
    return _bundle(minor_of(kube_version), OBJECT_META)


@lru_cache(maxsize=4096)
def _schema(minor: str, api_version: str, kind: str) -> Schema | None:
    name = _kinds(minor).get((api_version, kind))
    return None if name is None else _bundle(minor, name)


@lru_cache(maxsize=4096)
def _bundle(minor: str, name: str) -> Schema:
    """Copy a definition and all it refers to into one schema of draft-07, the default of `core.json_schema`.

    That draft leaves `$defs` alone, so that compiling does not check this data, which is known to be good,
    against the schema of schemas (half a second for a Pod).
    """
    definitions = _definitions(minor)
    found: Schema = {}
    waiting = [name]
    while waiting:
        current = waiting.pop()
        if current not in found:
            found[current] = _plain(definitions[current])
            waiting.extend(sorted(_references(found[current])))
    return {"$ref": _REF + name, "$defs": found}


@lru_cache(maxsize=2)
def _definitions(minor: str) -> Schema:
    text = (schema_folder(minor) / "_definitions.json").read_text("utf-8")
    definitions: Schema = json.loads(text)["$defs"]
    return definitions


@lru_cache(maxsize=32)
def _kinds(minor: str) -> dict[tuple[str, str], str]:
    kinds = {}
    for name, definition in _definitions(minor).items():
        for entry in definition.get("x-kubernetes-group-version-kind", ()):
            api_version = "/".join(part for part in (entry["group"], entry["version"]) if part)
            kinds[api_version, entry["kind"]] = name
    return kinds


def _plain(node: Any) -> Any:
    """Keep what decides: a tenth of the text, and alternatives of types as a plain list of types.

    `oneOf: [{type: [string, "null"]}, {type: [number, "null"]}]`, as the data writes quantities, would
    refuse null, which fits both, while the API server takes it. The width of an integer becomes bounds.
    """
    if not isinstance(node, dict):
        return node
    if set(node) - {"description"} == {"oneOf"} and all(set(part) == {"type"} for part in node["oneOf"]):
        return {"type": list(dict.fromkeys(word for part in node["oneOf"] for word in part["type"]))}
    plain: Schema = {}
    for key, value in node.items():
        if key == "properties":
            plain[key] = {name: _plain(part) for name, part in value.items()}
        elif key in {"items", "additionalProperties"}:
            plain[key] = _plain(value)
        elif key in {"$ref", "type", "enum", "required"}:
            plain[key] = value
    if (bits := _BOUNDS.get(node.get("format", ""))) is not None:
        plain |= {"minimum": -(1 << bits), "maximum": (1 << bits) - 1}
    return plain


def _references(node: Schema) -> set[str]:
    found = {node["$ref"].removeprefix(_REF)} if "$ref" in node else set()
    parts = [*node.get("properties", {}).values(), node.get("items"), node.get("additionalProperties")]
    return found.union(*(_references(part) for part in parts if isinstance(part, dict)))
