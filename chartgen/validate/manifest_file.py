"""Files and streams of Kubernetes objects, YAML or JSON, with the place of everything in them."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, Protocol

from chartgen.core import yaml
from chartgen.core.errors import InputError
from chartgen.core.go_json import whole_characters
from chartgen.core.location import Location
from chartgen.core.values_path import Steps
from chartgen.kubernetes.scope import is_cluster_scoped

_LITERAL: Final = re.compile(r"\|[-+]?\s*(?:#.*)?$")
_ESCAPE: Final = re.compile(
    r"\\(?:(u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[dD][89a-fA-F][0-9a-fA-F]{2})|.)",
    re.DOTALL,
)


class Place(Protocol):
    """Finds places in an object."""

    def __call__(self, path: Steps, /, *, key: bool = False) -> Location:
        """Give the place of the value at a path, or of its key."""


@dataclass(frozen=True, slots=True, eq=False)
class Manifest:
    """One object; `place` finds the value at a path of it, `lines` are those of its file.

    `default_namespace` is where it goes if it names none itself.
    """

    value: dict[str, Any]
    place: Place
    lines: Sequence[str] = ()
    default_namespace: str = "default"
    duplicates: Sequence[yaml.Duplicate] = ()
    """The keys that stand twice in a mapping of it, with their paths in the object."""

    @property
    def kind(self) -> str:
        """Its kind; empty where it has none."""
        return str(self.value.get("kind") or "")

    @property
    def name(self) -> str:
        """Its name."""
        return str(self._metadata.get("name") or self._metadata.get("generateName") or "")

    @property
    def has_own_name(self) -> bool:
        """Whether its name is all of it, and not the beginning of one that the API server makes."""
        return bool(self._metadata.get("name"))

    @property
    def namespace(self) -> str:
        """Its namespace."""
        return str(self._metadata.get("namespace") or self.default_namespace)

    @property
    def has_own_namespace(self) -> bool:
        """Whether it names its namespace; otherwise whoever applies it may."""
        return bool(self._metadata.get("namespace"))

    @property
    def label(self) -> str:
        """What messages about others call it."""
        return f"{self.namespace}/{self.name}"

    @property
    def identity(self) -> str:
        """What locations in it call it: its kind, namespace and name.

        Without a name it is the kind alone: what stood last would be read as one.
        """
        if not self.name:
            return self.kind
        is_everywhere = is_cluster_scoped(str(self.value.get("apiVersion", "")), self.kind)
        namespace = "" if is_everywhere else self.namespace
        return "/".join(part for part in (self.kind, namespace, self.name) if part)

    @property
    def _metadata(self) -> dict[str, Any]:
        found = self.value.get("metadata")
        return found if isinstance(found, dict) else {}

    def locate(self, path: Steps, *, key: bool = False) -> Location:
        """Give the place of a value of the object, or of its key; the location names the object."""
        return self._named(self.place(path, key=key))

    def locate_inside(self, path: Steps, text: str, inside: Steps) -> Location:
        """Give the place of a part of the JSON text that is the value at a path.

        That is known of a block of literal lines (`|`); of any other form it is that of the value.
        """
        place = self.place(path)
        block = _block(text, place.file) if inside and self._is_literal(place) else None
        if block is None:
            return self._named(place)
        found = block.locate(inside)
        return self.locate_position(path, (found.line, found.column))

    def locate_position(self, path: Steps, position: tuple[int, int]) -> Location:
        """Give the place of a line and column of the text that is the value at a path, known as above."""
        place = self.place(path)
        if not self._is_literal(place):
            return self._named(place)
        line, column = position
        first = next((each for each in self.lines[place.line :] if each.strip()), "")
        indent = len(first) - len(first.lstrip(" "))
        return self._named(place._replace(line=place.line + line, column=column + indent))

    def _is_literal(self, place: Location) -> bool:
        behind = self.lines[place.line - 1][place.column - 1 :] if place.line < len(self.lines) else ""
        return _LITERAL.match(behind) is not None

    def _named(self, place: Location) -> Location:
        return place._replace(object=self.identity)


@lru_cache(maxsize=1)
def _block(text: str, file: str) -> yaml.Document | None:
    """Read a block once, however many problems it has."""
    try:
        return yaml.load(text, file=file)
    except InputError:
        return None


def read_manifests(data: bytes | str, *, file: str, namespace: str = "default") -> list[Manifest]:
    """Read the objects of a file or stream of YAML or JSON; the items of lists are objects of their own.

    Those that name no namespace belong to `namespace`.

    Raises:
        InputError: neither YAML nor JSON.
    """
    found: list[Manifest] = []
    text = yaml.decode(data, file=file)
    lines = text.splitlines()
    for document in _documents(text, file):
        found += _manifests(document, lines, namespace)
    return found


def _documents(text: str, file: str) -> list[yaml.Document]:
    if text.lstrip().startswith(("{", "[")):
        text = _ESCAPE.sub(_character, text)
    try:
        return yaml.load_all(text, file=file)
    except InputError:
        # JSON values one after the other are no YAML.
        if not text.lstrip().startswith("{"):
            raise
        documents = _json_values(text, file)
        if documents is None:
            raise
        return documents


def _character(escape: "re.Match[str]") -> str:
    r"""Give the character of an escape that YAML does not know.

    That is `\/`, of which YAML 1.1 has none, and those beyond 16 bits, which JSON writes as two.
    """
    if escape[0] == r"\/":
        return "/"
    if escape[1] is None:
        return escape[0]
    return json.dumps(whole_characters(json.loads(f'"{escape[0]}"')), ensure_ascii=False)[1:-1]


def _json_values(text: str, file: str) -> list[yaml.Document] | None:
    decoder = json.JSONDecoder()
    found, at, line = [], 0, 1
    while at < len(text):
        if text[at].isspace():
            line += text[at] == "\n"
            at += 1
            continue
        try:
            _, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            return None
        part = text[at:end]
        found.append(yaml.load(part, file=file, first_line=line))
        line += part.count("\n")
        at = end
    return found


def objects_in(value: Any, path: Steps = ()) -> Iterator[tuple[Steps, dict[str, Any]]]:
    """Yield the maps of a document that are objects, each with its path: of a list, its items."""
    if isinstance(value, list):
        for at, item in enumerate(value):
            yield from objects_in(item, (*path, at))
        return
    if not isinstance(value, dict):
        return
    kind, items = str(value.get("kind", "")), value.get("items")
    if kind.endswith("List") and isinstance(items, list):
        # In answers of the API server the items of a PodList are pods that do not say so.
        implied = {"apiVersion": value.get("apiVersion"), "kind": kind.removesuffix("List")}
        for at, item in enumerate(items):
            is_bare = isinstance(item, dict) and not item.get("kind")
            yield from objects_in({**item, **implied} if is_bare else item, (*path, "items", at))
        return
    yield path, value


def duplicates_by_object(
    document: yaml.Document, paths: Iterable[Steps]
) -> Mapping[Steps, Sequence[yaml.Duplicate]]:
    """Give the duplicates of each of the objects at some paths of a document, with their paths in it."""
    found: dict[Steps, list[yaml.Duplicate]] = {path: [] for path in paths}
    lengths = sorted({len(path) for path in found})
    for duplicate in document.duplicates:
        for length in lengths:
            if (own := found.get(duplicate.path[:length])) is not None:
                own.append(duplicate._replace(path=duplicate.path[length:]))
                break
    return found


def _manifests(document: yaml.Document, lines: Sequence[str], namespace: str) -> Iterator[Manifest]:
    objects = {path: value for path, value in objects_in(document.value) if _is_meant(value)}
    duplicates = duplicates_by_object(document, objects)
    for path, value in objects.items():
        yield Manifest(value, _place(document, path), lines, namespace, duplicates[path])


def _is_meant(value: Mapping[str, Any]) -> bool:
    """Say whether a map is meant to be an object: no other files have metadata, with the kind forgotten."""
    return bool(value.get("kind")) or isinstance(value.get("metadata"), dict)


def _place(document: yaml.Document, path: Steps) -> Place:
    def place(inner: Steps, *, key: bool = False) -> Location:
        # What is a path of values elsewhere is one of an object here.
        return document.locate((*path, *inner), key=key)._replace(values_path="")

    return place
