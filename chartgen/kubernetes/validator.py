"""Strict validation of Kubernetes objects: an unknown field is a problem, not a field that gets lost."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, Final, Protocol

from chartgen.core.errors import InputError
from chartgen.core.json_schema import Problem, Schema
from chartgen.core.values_path import Steps
from chartgen.kubernetes import crd, store

TOO_DEEP: Final = Problem((), "nested too deeply")
"""The problem of an object that has more levels than can be followed."""
_LIST: Final = ("v1", "List")


class Checker(Protocol):
    """What checks objects against one Kubernetes version and a set of CRDs."""

    def check_all(self, objects: Sequence[Any]) -> list[list[Problem]]:
        """Give all problems of each object, ordered by path."""

    def knows(self, api_version: str, kind: str) -> bool:
        """Say whether there is such a kind in Kubernetes or in the CRDs."""


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

    def check_all(self, objects: Sequence[Any]) -> list[list[Problem]]:
        """Give all problems of each object, as `check` does."""
        return [self.check(obj) for obj in objects]

    def knows(self, api_version: str, kind: str) -> bool:
        """Say whether there is such a kind in Kubernetes or in the CRDs."""
        return self._schema(api_version, kind) is not None

    def check(self, obj: Any) -> list[Problem]:
        """Give all problems of one object, ordered by path; an empty list says that it is valid.

        A `v1` `List` is checked item by item. An object of a kind that neither Kubernetes nor the CRDs know
        is itself a problem.
        """
        return [
            replace(problem, path=(*path, *problem.path)) if path else problem
            for path, part in parts(obj)
            for problem in self._problems(part)
        ]

    def _problems(self, obj: Any) -> list[Problem]:
        names = names_of(obj)
        if isinstance(names, list):
            return names
        schema = self._schema(*names)
        if schema is None:
            return [unknown_kind(self._minor, *names)]
        try:
            return schema.problems(obj)
        except InputError:
            return [TOO_DEEP]

    def _schema(self, api_version: str, kind: str) -> Schema | None:
        key = (api_version, kind)
        if key not in self._schemas:
            self._schemas[key] = _builtin(self._minor, api_version, kind)
        return self._schemas[key]


@lru_cache(maxsize=1024)
def _builtin(minor: str, api_version: str, kind: str) -> Schema | None:
    schema = store.schema_for(minor, api_version, kind)
    return None if schema is None else Schema(schema, file=f"Kubernetes {minor}, {api_version} {kind}")


def parts(obj: Any) -> Iterator[tuple[Steps, Any]]:
    """Yield an object; of a `v1` `List` its items, each with its path in the list."""
    waiting: list[tuple[Steps, Any]] = [((), obj)]
    while waiting:
        path, part = waiting.pop()
        items = part.get("items") if isinstance(part, dict) else None
        if isinstance(items, list) and (part.get("apiVersion"), part.get("kind")) == _LIST:
            waiting += [((*path, "items", index), item) for index, item in enumerate(items)][::-1]
        else:
            yield path, part


def names_of(obj: Any) -> tuple[str, str] | list[Problem]:
    """Give the API version and the kind of an object, or what is wrong where it does not tell them."""
    if not isinstance(obj, dict):
        return [Problem((), "a Kubernetes object must be a map")]
    api_version, kind = obj.get("apiVersion"), obj.get("kind")
    if isinstance(api_version, str) and isinstance(kind, str):
        return api_version, kind
    return [
        Problem((name,), "must be a string" if name in obj else "is missing")
        for name in ("apiVersion", "kind")
        if not isinstance(obj.get(name), str)
    ]


def unknown_kind(minor: str, api_version: str, kind: str) -> Problem:
    """Give the problem of an object whose kind nobody knows."""
    where = f"neither in Kubernetes {minor} nor in a CRD"
    return Problem(("kind",), f"there is no {kind} of {api_version}, {where}")
