"""CustomResourceDefinitions of two charts: what resources that exist, and those who read them, rely on."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from chartgen.core.yaml import format_path
from chartgen.diff import fields, schema
from chartgen.diff.change import KINDS, Change, Part, change, shown
from chartgen.lint.objects import Object, at

KIND: Final = "CustomResourceDefinition"

_KINDS: Final = {
    "removed": "crd-field-removed",
    "added": "crd-field-added",
    "required": "crd-field-required",
    "narrowed": "crd-schema-narrowed",
    "widened": "crd-schema-widened",
    "opened": "crd-schema-widened",
    "changed": "crd-schema-changed",
}
_IDENTITY: Final = (("group",), ("scope",), ("names", "kind"), ("names", "plural"))
_OF_VERSIONS: Final = frozenset({"schema", "name", "served"})
# Readers rely on them; the rest of what differs is for people.
_RELIED_ON: Final = frozenset({"subresources", "selectableFields"})


def of_folders(old: Sequence[Object], new: Sequence[Object]) -> Iterator[Change]:
    """Compare the CRDs of the folders `crds/`."""
    before, after = ({each.name: each for each in side if each.kind == KIND} for side in (old, new))
    for name in sorted({*before, *after}):
        if name not in before:
            yield change("crd-added", name, "is new")
        elif name not in after:
            yield change("crd-removed", name, "is gone: resources of it are no longer looked after")
        else:
            yield from changes(before[name].value, after[name].value)


def moved(name: str, *, to_templates: bool, is_kept: bool) -> Change:
    """Tell of a CRD that stands in the folder `crds/` in one chart, and in templates in the other."""
    if is_kept and not to_templates:
        text = "moved from templates to crds/: Helm keeps it, and changes it no more"
        return change("crd-moved", name, text, part=Part.MINOR)
    if to_templates:
        text = "moved from crds/ to templates: Helm refuses to adopt the one that is there"
    else:
        text = "moved from templates to crds/: an upgrade deletes it, with all its resources"
    return change("crd-moved", name, text)


def changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    """Compare two CRDs of one name."""
    name = str(at(new, ("metadata", "name")))
    for path in _IDENTITY:
        before, after = (at(crd, ("spec", *path)) for crd in (old, new))
        if before != after:
            place = format_path(("spec", *path))
            yield change("crd-incompatible", name, path=place, old=shown(before), new=shown(after))
    versions = [_versions(crd) for crd in (old, new)]
    for version in sorted({*versions[0], *versions[1]}):
        yield from _version(name, version, versions[0].get(version), versions[1].get(version))
    yield from _schemas(name, *versions)
    for found in fields.differences(_rest(old), _rest(new)):
        yield _described(name, found)


def _schemas(
    name: str, old: Mapping[str, Mapping[str, Any]], new: Mapping[str, Mapping[str, Any]]
) -> Iterator[Change]:
    """Compare the schemas of the versions that both serve; what several have in common is told once."""
    by_change: dict[tuple[str, ...], list[str]] = {}
    for version in sorted(old.keys() & new.keys()):
        if old[version].get("served") is True and new[version].get("served") is True:
            before, after = (at(side[version], ("schema", "openAPIV3Schema")) for side in (old, new))
            for found in schema.differences(before, after, is_pruned=True):
                key = found.effect, found.place, found.text, found.old, found.new
                by_change.setdefault(key, []).append(version)
    for (effect, place, text, before, after), versions in by_change.items():
        path = ", ".join(versions) + (f": {place}" if place else "")
        # The status is written by whoever looks after the resources, not by users.
        is_status = place.split(".")[0] == "status"
        part = min(KINDS[_KINDS[effect]][1], Part.MINOR) if is_status else None
        yield change(_KINDS[effect], name, text, path=path, old=before, new=after, part=part)


def _version(
    name: str, version: str, old: Mapping[str, Any] | None, new: Mapping[str, Any] | None
) -> Iterator[Change]:
    was_served, is_served = (each is not None and each.get("served") is True for each in (old, new))
    if was_served and not is_served:
        text = "is no longer served" if new is not None else "is gone"
        yield change("crd-version-removed", name, text, path=version)
        return
    if not was_served and not is_served:
        if old is not None and new is None:
            yield change(
                "crd-version-removed", name, "is gone; it was not served", path=version, part=Part.MINOR
            )
        return
    if not was_served:
        yield change("crd-version-added", name, "is served now", path=version)
        return
    one, other = (
        {key: value for key, value in (each or {}).items() if key not in _OF_VERSIONS} for each in (old, new)
    )
    for difference in fields.differences(one, other, (version,)):
        yield _described(name, difference)


def _described(name: str, found: fields.Difference) -> Change:
    old, new = ("" if value is None else shown(value) for value in (found.old, found.new))
    if any(step in _RELIED_ON for step in found.path):
        kind, part = ("crd-incompatible", None) if found.new is None else ("crd-changed", None)
    else:
        is_storage = found.path[-1] in {"storage", "conversion", "strategy"} or "conversion" in found.path
        kind, part = "crd-changed", None if is_storage else Part.PATCH
    return change(kind, name, path=fields.format_fields(found.path), old=old, new=new, part=part)


def _versions(crd: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    listed = at(crd, ("spec", "versions"))
    found = (each for each in (listed if isinstance(listed, list) else ()) if isinstance(each, Mapping))
    return {str(each.get("name")): each for each in found}


def _rest(crd: Mapping[str, Any]) -> dict[str, Any]:
    """Give what is compared as it stands; labels and annotations of a CRD are those of any object."""
    spec = at(crd, ("spec",))
    own = dict(spec) if isinstance(spec, Mapping) else {}
    names = at(own, ("names",))
    if isinstance(names, Mapping):
        own["names"] = {key: value for key, value in names.items() if ("names", key) not in _IDENTITY}
    return {"spec": {key: own[key] for key in own if key not in {"group", "scope", "versions"}}}


def takes(crd: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Say whether a CRD takes, and keeps whole, every object that another one of its name takes."""
    return all(each.part < Part.MAJOR for each in changes(other, crd))
