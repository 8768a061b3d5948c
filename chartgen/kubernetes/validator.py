"""Strict validation of Kubernetes objects: an unknown field is a problem, not a field that gets lost."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Protocol

from chartgen.core.errors import InputError
from chartgen.kubernetes import crd, store
from chartgen.kubernetes.problem import Problem, path_text

ENGINES = {"fast": "chartgen.kubernetes.engine_fast", "plain": "chartgen.kubernetes.engine_plain"}

_LIST = ("v1", "List")


class Checker(Protocol):
    """A compiled schema."""

    def problems(self, value: Any) -> list[Problem]:
        """Give all problems of a value, ordered by path."""


def engine() -> str:
    """Name the engine that is used by default: `fast` if its extra is installed, else `plain`."""
    return "fast" if find_spec("jsonschema_rs") else "plain"


class Validator:
    """Checks objects against one Kubernetes version and a set of CRDs; each schema is compiled once."""

    def __init__(
        self, kube_version: str, crds: Iterable[Mapping[str, Any]] = (), *, engine_name: str = ""
    ) -> None:
        """Take a Kubernetes version (`1.30`, `v1.30.4-gke.1`) and CRD objects; `engine_name` as in `ENGINES`.

        Raises:
            UsageError: there are no schemas for the version.
            ToolError: the extra `kubernetes` is not installed.
            InputError: a CRD is malformed.
        """
        store.schema_folder(kube_version)
        self._minor = store.minor_of(kube_version)
        self._engine = engine_name or engine()
        self._custom: dict[tuple[str, str], store.Schema] = {}
        for definition in crds:
            self._custom |= crd.schemas(definition, store.object_meta(self._minor))
        self._checkers: dict[tuple[str, str], Checker | None] = {}

    def check(self, obj: Any) -> list[Problem]:
        """Give all problems of one object, ordered by path; an empty list says that it is valid.

        A `v1` `List` is checked item by item. An object of a kind that neither Kubernetes nor the CRDs know
        is itself a problem.

        Raises:
            InputError: the schema in a CRD cannot be compiled.
        """
        if not isinstance(obj, dict):
            return [Problem("", "a Kubernetes object must be a mapping")]
        key = (obj.get("apiVersion"), obj.get("kind"))
        if not (isinstance(key[0], str) and isinstance(key[1], str)):
            return list(_without_kind(obj))
        if key == _LIST and isinstance(obj.get("items"), list):
            return self._check_items(obj["items"])
        checker = self._checker(key)
        if checker is None:
            return [
                Problem("kind", f"{key[0]} {key[1]} is unknown in Kubernetes {self._minor} and in the CRDs")
            ]
        try:
            return checker.problems(obj)
        except RecursionError:
            return [Problem("", "nested too deeply")]

    def _check_items(self, items: list[Any]) -> list[Problem]:
        found = []
        for index, item in enumerate(items):
            for problem in self.check(item):
                place = path_text(("items", index))
                joint = "." if problem.path and not problem.path.startswith("[") else ""
                found.append(Problem(place + joint + problem.path, problem.message))
        return found

    def _checker(self, key: tuple[str, str]) -> Checker | None:
        if key not in self._checkers:
            self._checkers[key] = self._compile(key)
        return self._checkers[key]

    def _compile(self, key: tuple[str, str]) -> Checker | None:
        if (schema := self._custom.get(key)) is None:
            return _builtin(self._engine, self._minor, *key)
        try:
            return _compiled(self._engine, schema)
        except ValueError as error:
            raise InputError(f"the schema of {key[0]} {key[1]} cannot be compiled: {error}") from error


@lru_cache(maxsize=1024)
def _builtin(engine_name: str, minor: str, api_version: str, kind: str) -> Checker | None:
    schema = store.schema_for(minor, api_version, kind)
    return None if schema is None else _compiled(engine_name, schema)


def _compiled(engine_name: str, schema: store.Schema) -> Checker:
    checker: Checker = import_module(ENGINES[engine_name]).compile_schema(schema)
    return checker


def _without_kind(obj: dict[str, Any]) -> Iterator[Problem]:
    for name in ("apiVersion", "kind"):
        if name not in obj:
            yield Problem(name, "required field is missing")
        elif not isinstance(obj[name], str):
            yield Problem(name, "must be string")
