"""Strict validation of Kubernetes objects: an unknown field is a problem, not a field that gets lost."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any, Final

from chartgen.core.errors import InputError
from chartgen.core.json_schema import Problem, Schema
from chartgen.kubernetes import crd, store

_LIST: Final = ("v1", "List")


class Validator:
    """Checks objects against one Kubernetes version and a set of CRDs; each schema is compiled once."""

    def __init__(self, kube_version: str, crds: Iterable[Mapping[str, Any]] = ()) -> None:
        """Take a Kubernetes version (`1.30`, `v1.30.4-gke.1`) and CRD objects.

        Raises:
            UsageError: there are no schemas for the version.
            ToolError: the extra `kubernetes` is not installed.
            InputError: a CRD is malformed.
        """
        self._minor = store.minor_of(kube_version)
        object_meta = store.object_meta(self._minor)
        self._schemas: dict[tuple[str, str], Schema | None] = {}
        for definition in crds:
            for (api_version, kind), schema in crd.schemas(definition, object_meta).items():
                self._schemas[api_version, kind] = Schema(schema, file=f"the CRD of {api_version} {kind}")

    def check(self, obj: Any) -> list[Problem]:
        """Give all problems of one object, ordered by path; an empty list says that it is valid.

        A `v1` `List` is checked item by item. An object of a kind that neither Kubernetes nor the CRDs know
        is itself a problem.
        """
        if not isinstance(obj, dict):
            return [Problem((), "a Kubernetes object must be a map")]
        api_version, kind = obj.get("apiVersion"), obj.get("kind")
        if not (isinstance(api_version, str) and isinstance(kind, str)):
            return list(_without_kind(obj))
        if (api_version, kind) == _LIST and isinstance(obj.get("items"), list):
            return [
                replace(problem, path=("items", index, *problem.path))
                for index, item in enumerate(obj["items"])
                for problem in self.check(item)
            ]
        schema = self._schema(api_version, kind)
        if schema is None:
            where = f"neither in Kubernetes {self._minor} nor in a CRD"
            return [Problem(("kind",), f"there is no {kind} of {api_version}, {where}")]
        try:
            return schema.problems(obj)
        except InputError:
            return [Problem((), "nested too deeply")]

    def _schema(self, api_version: str, kind: str) -> Schema | None:
        key = (api_version, kind)
        if key not in self._schemas:
            self._schemas[key] = _builtin(self._minor, api_version, kind)
        return self._schemas[key]


@lru_cache(maxsize=1024)
def _builtin(minor: str, api_version: str, kind: str) -> Schema | None:
    schema = store.schema_for(minor, api_version, kind)
    return None if schema is None else Schema(schema, file=f"Kubernetes {minor}, {api_version} {kind}")


def _without_kind(obj: Mapping[str, Any]) -> Iterator[Problem]:
    for name in ("apiVersion", "kind"):
        if not isinstance(obj.get(name), str):
            yield Problem((name,), "must be a string" if name in obj else "is missing")
