"""What differs between two charts: changes, each with the part of the version that it requires."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any, Final, NamedTuple

LONGEST: Final = 80
"""So many characters of a value are shown."""
HIDDEN: Final = "…"
"""Stands for a text that must not be shown."""


class Part(IntEnum):
    """A part of a version as SemVer counts them; a higher number is a greater one."""

    PATCH = 1
    MINOR = 2
    MAJOR = 3

    def __str__(self) -> str:
        """Give the word that users see."""
        return self.name.lower()


AREAS: Final[Mapping[str, str]] = {
    "scenarios": "Values files",
    "values": "Values",
    "chart": "Chart.yaml",
    "crds": "Custom resources",
    "objects": "Objects",
    "rights": "Rights",
    "images": "Images",
    "pods": "Pods",
    "files": "Files",
}
"""What changes are about, in the order in which they are told, each with its title."""

KINDS: Final[Mapping[str, tuple[str, Part]]] = {
    # A values file that did its work does it no more; that the new chart takes one more is a feature.
    "scenario-refused": ("scenarios", Part.MAJOR),
    "scenario-failed": ("scenarios", Part.MAJOR),
    "scenario-accepted": ("scenarios", Part.MINOR),
    "value-removed": ("values", Part.MAJOR),
    "value-renamed": ("values", Part.MAJOR),
    "value-required": ("values", Part.MAJOR),
    "value-added": ("values", Part.MINOR),
    "schema-narrowed": ("values", Part.MAJOR),
    "schema-widened": ("values", Part.MINOR),
    # Two patterns, say: nobody can tell in general whether one allows all that the other does. A known value
    # that only the old one takes makes it narrower; else the scenarios have the last word.
    "schema-changed": ("values", Part.MINOR),
    "schema-added": ("values", Part.MINOR),
    "schema-removed": ("values", Part.MINOR),
    "default-changed": ("values", Part.MINOR),
    "default-type-changed": ("values", Part.MAJOR),
    "chart-renamed": ("chart", Part.MAJOR),
    "chart-type-changed": ("chart", Part.MAJOR),
    "chart-deprecated": ("chart", Part.MINOR),
    "kubernetes-narrowed": ("chart", Part.MAJOR),
    "kubernetes-widened": ("chart", Part.MINOR),
    "dependency-added": ("chart", Part.MINOR),
    "dependency-removed": ("chart", Part.MAJOR),
    "dependency-changed": ("chart", Part.MINOR),
    "metadata-changed": ("chart", Part.PATCH),
    "crd-added": ("crds", Part.MINOR),
    "crd-removed": ("crds", Part.MAJOR),
    "crd-moved": ("crds", Part.MAJOR),
    "crd-changed": ("crds", Part.MINOR),
    "crd-incompatible": ("crds", Part.MAJOR),
    "crd-version-added": ("crds", Part.MINOR),
    "crd-version-removed": ("crds", Part.MAJOR),
    "crd-field-added": ("crds", Part.MINOR),
    "crd-field-removed": ("crds", Part.MAJOR),
    "crd-field-required": ("crds", Part.MAJOR),
    "crd-schema-narrowed": ("crds", Part.MAJOR),
    "crd-schema-widened": ("crds", Part.MINOR),
    "crd-schema-changed": ("crds", Part.MINOR),
    "object-added": ("objects", Part.MINOR),
    # Major where others hold on to it.
    "object-removed": ("objects", Part.MINOR),
    "api-version-changed": ("objects", Part.MINOR),
    "field-immutable": ("objects", Part.MAJOR),
    "field-changed": ("objects", Part.MINOR),
    # Minor where one is gone that others may select by.
    "label-changed": ("objects", Part.PATCH),
    "apply-conflict": ("objects", Part.MAJOR),
    "rbac-widened": ("rights", Part.MINOR),
    "rbac-narrowed": ("rights", Part.PATCH),
    # As the version of the image says.
    "image-changed": ("images", Part.MINOR),
    "pods-restart": ("pods", Part.PATCH),
    "helper-removed": ("files", Part.MAJOR),
    "helper-added": ("files", Part.MINOR),
    "notes-changed": ("files", Part.PATCH),
    "template-changed": ("files", Part.PATCH),
    "file-changed": ("files", Part.PATCH),
}
"""The kinds of changes, each with what it is about and the part that it requires unless it says another."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change.

    `where` is what changed: an object, a file of the chart, a CRD. `path` is the place in it. `message` is
    all that is to say of it, with the path in front. `old` and `new` are short texts, empty for what is not
    there or must not be shown. `scenarios` are the names of those that show it, `others` the objects that
    changed alike.
    """

    part: Part
    kind: str
    where: str
    message: str
    path: str = ""
    old: str = ""
    new: str = ""
    scenarios: tuple[str, ...] = ()
    others: tuple[str, ...] = ()

    @property
    def area(self) -> str:
        """What it is about, one of `AREAS`."""
        return KINDS[self.kind][0]


def change(  # noqa: PLR0913 -- the fields of a change, each by its name
    kind: str,
    where: str,
    text: str = "",
    *,
    path: str = "",
    old: str = "",
    new: str = "",
    part: Part | None = None,
) -> Change:
    """Make a change of a kind; without a text its message is `old → new`."""
    told = text or f"{old or 'unset'} → {new or 'unset'}"
    message = f"{path}: {told}" if path else told
    return Change(part or KINDS[kind][1], kind, where, message, path, old, new)


def without(found: Change, texts: Iterable[str]) -> Change:
    """Give a change that does not show some texts."""
    for text in texts:
        message, old, new = (each.replace(text, HIDDEN) for each in (found.message, found.old, found.new))
        found = replace(found, message=message, old=old, new=new)
    return found


class Verdict(NamedTuple):
    """The part that all changes together require, None without any, and the changes that require it."""

    part: Part | None
    reasons: tuple[Change, ...]


def verdict(changes: Iterable[Change]) -> Verdict:
    """Give the greatest part, and the changes that require it."""
    found = tuple(changes)
    part = max((each.part for each in found), default=None)
    return Verdict(part, tuple(each for each in found if each.part == part))


def in_order(changes: Iterable[Change]) -> list[Change]:
    """Sort changes: the greatest part first, then by what they are about, kind and place."""
    areas = list(AREAS)
    kinds = list(KINDS)

    def key(each: Change) -> tuple[Any, ...]:
        return -each.part, areas.index(each.area), kinds.index(each.kind), each.where, each.message

    return sorted(changes, key=key)


class Collector:
    """Collects changes that scenarios show: what several show, or several objects have, is one."""

    def __init__(self) -> None:
        """Start without any."""
        self._first: dict[tuple[object, ...], Change] = {}
        self._seen: dict[tuple[object, ...], tuple[dict[str, None], dict[str, None]]] = {}

    def add(self, found: Change, scenario: str = "", *, group: str | None = None) -> None:
        """Add a change that a scenario shows.

        Objects of one `group` that change alike are one change; without a group they are told apart.
        """
        key = (found.part, found.kind, found.where if group is None else group, found.message)
        self._first.setdefault(key, found)
        names, wheres = self._seen.setdefault(key, ({}, {}))
        if scenario:
            names[scenario] = None
        wheres[found.where] = None

    def changes(self) -> list[Change]:
        """Give what was added, each change once."""
        return [
            replace(
                first,
                scenarios=tuple(self._seen[key][0]),
                others=tuple(where for where in self._seen[key][1] if where != first.where),
            )
            for key, first in self._first.items()
        ]


def shown(value: Any) -> str:
    """Give a value as a short text on one line."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
