"""What one scenario installs with two charts: objects that come and go, and fields that change."""

import difflib
from collections.abc import Container, Iterable, Iterator, Mapping
from typing import Any, Final

from chartgen.diff import crds, fields, images, immutable, pods, rights
from chartgen.diff.change import Change, Part, change, shown
from chartgen.diff.fields import Difference, Path, format_fields
from chartgen.diff.noise import Noise, is_checksum, is_label
from chartgen.lint.objects import Object

Key = tuple[str, str, str, str]

_HELD: Final[Mapping[str, str]] = {
    "APIService": "clients of its API",
    "Gateway": "routes",
    "HTTPRoute": "clients",
    "Ingress": "clients",
    "IngressClass": "Ingresses",
    "Namespace": "all that is in it",
    "NetworkAttachmentDefinition": "pods",
    "PersistentVolume": "claims",
    "PersistentVolumeClaim": "data",
    "PriorityClass": "pods",
    "Route": "clients",
    "RuntimeClass": "pods",
    "Service": "clients",
    "StatefulSet": "its claims",
    "StorageClass": "claims",
}
"""What holds on to objects of a kind, whoever made it."""

_NAME: Final = ("metadata", "name")
_CONTAINERS: Final = frozenset({"containers", "initContainers", "ephemeralContainers"})
# What may be told of a Secret; a misspelt field holds secrets too.
_NO_SECRET: Final = frozenset({"apiVersion", "immutable", "kind", "metadata", "type"})
_RULES: Final = frozenset({"rules", "subjects"})
_KEEP: Final = "helm.sh/resource-policy"
_HOOK: Final = "helm.sh/hook"
_DELETED: Final = "helm.sh/hook-delete-policy"
_LEFT_NOTHING: Final = "hook-succeeded"
_HELM: Final = "helm.sh/"
_TESTS: Final = frozenset({"test", "test-success"})
_MOST_LINES: Final = 2000


def by_key(objects: Iterable[Object]) -> dict[Key, Object]:
    """Give objects by group, kind, namespace and name; of several that are the same, the last counts."""
    return {(each.group, each.kind, each.namespace, each.name): each for each in objects}


def pairs(
    old: Mapping[Key, Object], new: Mapping[Key, Object]
) -> Iterator[tuple[Object | None, Object | None]]:
    """Yield what belongs together: the same kind in another group is the same object."""
    more = {key: each for key, each in new.items() if key not in old}
    for key, each in old.items():
        if key in new:
            yield each, new[key]
            continue
        moved = next((other for other in more if other[1:] == key[1:]), None)
        yield each, more.pop(moved) if moved else None
    yield from ((None, each) for each in more.values())


def changes(
    old: Object | None, new: Object | None, noise: Noise, ignored: Container[Path] = ()
) -> Iterator[Change]:
    """Compare an object with what it is in the new chart, but for the fields that are `ignored`."""
    if old is None or new is None:
        yield from _come(new) if new is not None else _gone(old)
    elif old.kind == crds.KIND:
        yield from crds.changes(old.value, new.value)
        yield from _fields(old, new, noise, ignored, only="metadata")
    else:
        if old.api_version != new.api_version:
            path, texts = "apiVersion", (old.api_version, new.api_version)
            yield change("api-version-changed", new.label, path=path, old=texts[0], new=texts[1])
        yield from _fields(old, new, noise, ignored)
        yield from _hook(old, new)
        yield from pods.restarts(old, new, noise, ignored)
    yield from rights.changes(old, new)


def _come(new: Object) -> Iterator[Change]:
    if new.kind == crds.KIND:
        yield change("crd-added", new.name, "is new")
    else:
        yield change("object-added", new.label, "is new", part=Part.PATCH if _is_test(new) else None)


def _gone(old: Object | None) -> Iterator[Change]:
    if old is None:
        return
    if is_kept(old):
        yield change(
            "object-removed", old.label, "is no longer part of the release, and stays in the cluster"
        )
    elif old.kind == crds.KIND:
        yield change("crd-removed", old.name, "is gone, with all its resources")
    elif old.kind in _HELD and not old.is_hook:
        yield change(
            "object-removed", old.label, f"is gone; {_HELD[old.kind]} hold on to it", part=Part.MAJOR
        )
    else:
        yield change("object-removed", old.label, "is gone", part=Part.PATCH if _is_test(old) else None)


def _hook(old: Object, new: Object) -> Iterator[Change]:
    """Tell of an object that becomes a hook, or is one no more: hooks are not of the release.

    Helm deletes what was of the release, after the hook has run; what a hook left there it does not adopt.
    """
    if new.is_hook and not old.is_hook and old.kind in _HELD and not is_kept(old):
        text = f"is a hook now: Helm deletes the one of the release; {_HELD[old.kind]} hold on to it"
        yield change("object-removed", new.label, text, part=Part.MAJOR)
    elif old.is_hook and not new.is_hook and _LEFT_NOTHING not in str(old.annotations.get(_DELETED, "")):
        text = "is no hook any more: Helm refuses to adopt the one that is there"
        yield change("apply-conflict", new.label, text)


def is_kept(each: Object) -> bool:
    """Say whether Helm leaves an object where it is once it is no longer of the release."""
    return each.annotations.get(_KEEP) == "keep"


def _is_test(each: Object) -> bool:
    events = {event.strip() for event in str(each.annotations.get(_HOOK, "")).split(",")}
    return events <= _TESTS


def _fields(
    old: Object, new: Object, noise: Noise, ignored: Container[Path], *, only: str = ""
) -> Iterator[Change]:
    by_fixed: dict[Path, list[Difference]] = {}
    for found in fields.differences(old.value, new.value):
        is_meant = found.path[0] not in {"apiVersion", "kind", "status"} and only in {"", found.path[0]}
        if not is_meant or found.path in ignored:
            continue
        # What has another name each time is never changed.
        fixed = None if _NAME in ignored else immutable.fixed(old, new, found)
        if fixed is not None:
            by_fixed.setdefault(fixed, []).append(found)
        else:
            yield from _field(new, found, noise)
    for path, some in by_fixed.items():
        yield _immutable(new, path, some)


def _immutable(new: Object, path: Path, found: list[Difference]) -> Change:
    """Tell of a field that cannot be changed: of what changes in it, if that is one thing."""
    old = after = ""
    if len(found) == 1 and not _is_secret(new, path):
        path = found[0].path
        old, after = ("" if value is None else shown(value) for value in found[0][1:])
    text = f"{old or 'unset'} → {after or 'unset'}" if old or after else "changes"
    text = f"{text}, which {immutable.told(new.kind)}"
    return change("field-immutable", new.label, text, path=format_fields(path), old=old, new=after)


def _field(new: Object, found: Difference, noise: Noise) -> Iterator[Change]:
    path = found.path
    if path == ("metadata", "namespace") or (path[0] in _RULES and new.group == rights.GROUP):
        return
    if noise.is_label(path, found.old, found.new) or is_checksum(path, found.old, found.new):
        return
    if is_label(path):
        yield _label(new, found)
    elif path[-1] == "image" and len(path) > 2 and path[-3] in _CONTAINERS:  # noqa: PLR2004 -- containers, name, image
        yield from _image(new, found, noise)
    else:
        yield _plain(new, found, noise)


def _label(new: Object, found: Difference) -> Change:
    """Tell of a label or annotation; others may select by a label, and Helm obeys its own annotations."""
    is_selected_by = found.path[-2] == "labels" and found.old is not None
    part = Part.MINOR if is_selected_by or found.path[-1].startswith(_HELM) else None
    old, new_text = ("" if value is None else shown(value) for value in (found.old, found.new))
    return change(
        "label-changed", new.label, path=format_fields(found.path), old=old, new=new_text, part=part
    )


def _image(new: Object, found: Difference, noise: Noise) -> Iterator[Change]:
    old, after = str(found.old or ""), str(found.new or "")
    compared = images.compare(old, after, noise.app)
    if compared is not None:
        # Not by container: several run one image.
        before, now = images.told(old, after)
        text = f"{before} → {now} ({compared.text})"
        yield change("image-changed", new.label, text, old=old, new=after, part=compared.part)


def _plain(new: Object, found: Difference, noise: Noise) -> Change:
    path = format_fields(found.path)
    if _is_secret(new, found.path):
        word = "is new" if found.old is None else "is gone" if found.new is None else "changes"
        return change("field-changed", new.label, word, path=path)
    old, after = ("" if value is None else shown(value) for value in (found.old, found.new))
    # An argument that repeats the version of the chart is another one with each release.
    part = Part.PATCH if noise.is_version(found.old, found.new) else None
    image = images.compare_text(found.old, found.new, noise.app)
    text = _text(found) if image is None else f"{old} → {after} ({image.text})"
    part = part if image is None else image.part
    return change("field-changed", new.label, text, path=path, old=old, new=after, part=part)


def _text(found: Difference) -> str:
    """Say how a long text or a list of texts changes; empty where old and new say it."""
    old, new = found.old, found.new
    if isinstance(old, str) and isinstance(new, str) and "\n" in old + new:
        less, more = _line_counts(old.splitlines(), new.splitlines())
        return f"text changes (+{more} -{less} lines)"
    if isinstance(old, list) and isinstance(new, list) and all(map(_is_scalar, (*old, *new))):
        more_items = [shown(each) for each in new if each not in old]
        less_items = [shown(each) for each in old if each not in new]
        words = [f"{', '.join(more_items)} added"] * bool(more_items)
        words += [f"{', '.join(less_items)} removed"] * bool(less_items)
        return "; ".join(words) or "in another order"
    return ""


def _line_counts(old: list[str], new: list[str]) -> tuple[int, int]:
    if len(old) + len(new) > _MOST_LINES:
        return len({*old} - {*new}), len({*new} - {*old})
    found = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    changed = [each[1:] for each in found if each[0] != "equal"]
    return sum(end - start for start, end, _, _ in changed), sum(end - start for _, _, start, end in changed)


def _is_scalar(value: Any) -> bool:
    return not isinstance(value, (dict, list))


def _is_secret(each: Object, path: Path) -> bool:
    return each.kind == "Secret" and path[0] not in _NO_SECRET
