"""What `Chart.yaml` says of the chart: what it is called, what it runs on, what it depends on."""

import itertools
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from chartgen.chart.metadata import FILE_NAME, scalar_text
from chartgen.chart.reference import Chart
from chartgen.diff.change import Change, Part, change, shown
from chartgen.diff.noise import Noise
from chartgen.diff.schema_node import canonical
from chartgen.kubernetes import kubeversion

# They are what a release makes of all the rest.
_OF_RELEASE: Final = frozenset({"version", "appVersion"})
_ANNOTATIONS_OF_RELEASE: Final = frozenset(
    {"artifacthub.io/changes", "artifacthub.io/containsSecurityUpdates", "artifacthub.io/prerelease"}
)
_TOLD_ELSEWHERE: Final = frozenset(
    {"annotations", "dependencies", "deprecated", "kubeVersion", "name", "type"}
)
_NUMBERS: Final = re.compile(r"(\d{1,6})(?:\.(\d{1,6}))?(?:\.(\d{1,6}))?", re.ASCII)
_MOST_NUMBERS: Final = 12
_TERM: Final = re.compile(r"v?[0-9xX*]+(?:\.[0-9xX*]+){0,2}(?P<pre>-[0-9A-Za-z])?", re.ASCII)
# What clusters of clouds call themselves.
_BUILD: Final = "versions such as 1.33.4-gke.100"
_NARROWED: Final = ("is no longer allowed", "no longer takes")
_WIDENED: Final = ("is allowed now", "takes")


def changes(old: Chart, new: Chart, noise: Noise) -> Iterator[Change]:
    """Yield what differs; versions of the chart and of its program are no change, nor are texts with them."""
    before, after = old.metadata, new.metadata
    if old.name != new.name:
        yield _change("chart-renamed", "name", old.name, new.name)
    if old.is_library != new.is_library:
        yield _change("chart-type-changed", "type", _type(old), _type(new))
    if bool(before.get("deprecated")) != bool(after.get("deprecated")):
        is_new = bool(after.get("deprecated"))
        text = "the chart is deprecated" if is_new else "the chart is no longer deprecated"
        yield change("chart-deprecated", FILE_NAME, text, part=None if is_new else Part.PATCH)
    yield from _kubernetes(str(before.get("kubeVersion") or ""), str(after.get("kubeVersion") or ""))
    yield from _dependencies(_depended(old), _depended(new))
    for key in sorted({*before, *after} - _OF_RELEASE - _TOLD_ELSEWHERE):
        if not _is_same(before.get(key), after.get(key), noise):
            yield _change("metadata-changed", key, before.get(key), after.get(key))
    yield from _annotations(before.get("annotations"), after.get("annotations"), noise)


def _annotations(old: Any, new: Any, noise: Noise) -> Iterator[Change]:
    before: Mapping[str, Any] = old if isinstance(old, Mapping) else {}
    after: Mapping[str, Any] = new if isinstance(new, Mapping) else {}
    for key in sorted({*before, *after} - _ANNOTATIONS_OF_RELEASE):
        if not _is_same(before.get(key), after.get(key), noise):
            yield _change("metadata-changed", f"annotations.{key}", before.get(key), after.get(key))


def _is_same(old: Any, new: Any, noise: Noise) -> bool:
    if old is None or new is None:
        return old is new
    return noise.is_same(canonical(old).encode(), canonical(new).encode())


def _change(kind: str, path: str, old: Any, new: Any) -> Change:
    if any(isinstance(value, str) and "\n" in value for value in (old, new)):
        return change(kind, FILE_NAME, "changes", path=path)
    texts = ["" if value is None else shown(value) for value in (old, new)]
    return change(kind, FILE_NAME, path=path, old=texts[0], new=texts[1])


def _type(chart: Chart) -> str:
    return "library" if chart.is_library else "application"


def _kubernetes(old: str, new: str) -> Iterator[Change]:
    """Compare which versions of Kubernetes are allowed.

    What a constraint says changes only at the numbers that stand in it, so that those and their neighbours
    stand for all versions.
    """
    if old == new:
        return
    versions = sorted(_versions(old) | _versions(new))
    allowed = [
        {version for version in versions if not constraint or kubeversion.allows(constraint, _text(version))}
        for constraint in (old, new)
    ]
    takes = [_takes_builds(constraint) for constraint in (old, new)]
    for kind, found, builds, words in (
        ("kubernetes-narrowed", allowed[0] - allowed[1], takes == [True, False], _NARROWED),
        ("kubernetes-widened", allowed[1] - allowed[0], takes == [False, True], _WIDENED),
    ):
        if found or builds:
            word = f"{_text(max(found))} {words[0]}" if found else f"Helm 3 {words[1]} {_BUILD}"
            text = f"{shown(old) if old else 'any'} → {shown(new) if new else 'any'}: {word}"
            yield change(kind, FILE_NAME, text, path="kubeVersion", old=old, new=new)
    if allowed[0] == allowed[1] and takes[0] == takes[1]:
        yield _change("metadata-changed", "kubeVersion", old, new)


def _takes_builds(constraint: str) -> bool:
    """Say whether Helm 3 lets a constraint allow a version such as `_BUILD`.

    It takes that for a pre-release, which no term allows that names none.
    """
    return any(all(match["pre"] for match in _TERM.finditer(terms)) for terms in constraint.split("||"))


def _versions(constraint: str) -> set[tuple[int, int, int]]:
    found = {(1, 0, 0), (1, 999, 0)}
    for match in itertools.islice(_NUMBERS.finditer(constraint), _MOST_NUMBERS):
        major, minor, patch = (int(number or 0) for number in match.groups())
        for other in (minor - 1, minor, minor + 1):
            found |= {(major, other, 0), (major, other, 999)}
        found |= {(major, minor, each) for each in (patch - 1, patch, patch + 1)}
    return {version for version in found if min(version) >= 0}


def _text(version: tuple[int, int, int]) -> str:
    return ".".join(map(str, version))


def _depended(chart: Chart) -> dict[str, Mapping[str, Any]]:
    """Give the dependencies by the key that their values have."""
    listed = chart.metadata.get("dependencies")
    found = (each for each in (listed if isinstance(listed, list) else ()) if isinstance(each, Mapping))
    return {str(each.get("alias") or each.get("name")): each for each in found}


def _dependencies(
    old: Mapping[str, Mapping[str, Any]], new: Mapping[str, Mapping[str, Any]]
) -> Iterator[Change]:
    for name in sorted({*old, *new}):
        path = f"dependencies[{name}]"
        if name not in old:
            yield change("dependency-added", FILE_NAME, "is new", path=path, new=_range(new[name]))
        elif name not in new:
            text = "is gone, with its values"
            yield change("dependency-removed", FILE_NAME, text, path=path, old=_range(old[name]))
        else:
            yield from _dependency(path, old[name], new[name])


def _dependency(path: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    """Compare one dependency: another version is one of what it installs, another switch one of a value."""
    for key in sorted({*old, *new}):
        before, after = old.get(key), new.get(key)
        if before == after:
            continue
        part = {"repository": Part.PATCH, "condition": Part.MAJOR, "tags": Part.MAJOR}.get(key)
        if key == "version":
            part = _part(str(before or ""), str(after or ""))
        texts = ["" if value is None else shown(value) for value in (before, after)]
        yield change(
            "dependency-changed", FILE_NAME, path=f"{path}.{key}", old=texts[0], new=texts[1], part=part
        )


def _part(old: str, new: str) -> Part:
    """Give what another version of a subchart requires; of ranges their first version counts."""
    before, after = (_first(text) for text in (old, new))
    if before is None or after is None:
        return Part.MINOR
    if before[0] != after[0]:
        return Part.MAJOR
    return Part.PATCH if before[1] == after[1] else Part.MINOR


def _first(constraint: str) -> tuple[int, int] | None:
    """Give the first version of a constraint, as far as parts are decided by it."""
    found = _NUMBERS.search(constraint)
    return (int(found[1]), int(found[2] or 0)) if found else None


def _range(dependency: Mapping[str, Any]) -> str:
    return scalar_text(dependency.get("version"))
