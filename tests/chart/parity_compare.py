"""Compares Kubernetes objects field by field and gives each difference a path with both values.

Paths look like `spec.containers[agent].args[--level]`: list items are named by what makes them distinct (a
name, a mount path, an option), else by their index. JSON inside a text is compared as data under the path of
the text. An absent value is the text `(absent)`; an added or missing part is one deviation with its whole value.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import yaml

ABSENT = "(absent)"

Object = Mapping[str, Any]

# What names an item of the lists whose items are maps; a list not named here goes by `name`.
_KEYS = {
    "volumeMounts": ("mountPath",),
    "items": ("key",),
    "tolerations": ("key", "operator", "value", "effect"),
    "rules": ("apiGroups", "resources", "resourceNames"),
    "plugins": ("type",),
    "subjects": (),
}
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_LONGEST_KEY = 60


class Deviation(NamedTuple):
    """One difference; `object` is the reference's name for it, or ours where the reference has no such object."""

    object: str
    path: str
    reference: Any
    rendered: Any


def identity(obj: Object) -> str:
    """Name an object `Kind/namespace/name`, or `Kind/name` without namespace."""
    metadata = obj["metadata"]
    return "/".join(part for part in (obj["kind"], metadata.get("namespace"), metadata["name"]) if part)


def deviations(
    reference: Iterable[Object], rendered: Iterable[Object], mapping: Mapping[str, str]
) -> list[Deviation]:
    """Compare all objects; `mapping` says which rendered object stands for which of the reference.

    Raises:
        ValueError: two objects have one name, or the mapping names an object that is not there.
    """
    left, right = _by_identity(reference), _by_identity(rendered)
    unknown = [*(set(mapping) - set(left)), *(set(mapping.values()) - set(right))]
    if unknown:
        raise ValueError(f"the mapping names objects that are not there: {', '.join(sorted(unknown))}")
    found = []
    for name, obj in left.items():
        if name in mapping:
            found += [Deviation(name, *rest) for rest in _compare("", obj, right[mapping[name]])]
        else:
            found.append(Deviation(name, "", without_descriptions(obj), ABSENT))
    for name, obj in right.items():
        if name not in mapping.values():
            found.append(Deviation(name, "", ABSENT, without_descriptions(obj)))
    return found


def without_descriptions(node: Any, *, names: bool = False) -> Any:
    """Leave out the descriptions of a CRD's schema; `names` says that the keys are names of properties."""
    if isinstance(node, list):
        return [without_descriptions(part) for part in node]
    if not isinstance(node, dict):
        return node
    return {
        key: without_descriptions(value, names=key == "properties" and not names)
        for key, value in node.items()
        if names or key != "description"
    }


def unlisted(found: Iterable[Deviation], listed: Iterable[Mapping[str, Any]]) -> list[Deviation]:
    """Give the deviations that no entry of the table has with both their values."""
    known = {_entry_key(entry) for entry in listed}
    return [deviation for deviation in found if _key(deviation) not in known]


def gone(found: Iterable[Deviation], listed: Iterable[Mapping[str, Any]]) -> list[str]:
    """Name the entries of the table that do not occur, or not with these values."""
    occurring = {_key(deviation) for deviation in found}
    return [f"{entry['object']}: {entry['path']}" for entry in listed if _entry_key(entry) not in occurring]


def paste_ready(found: Iterable[Deviation]) -> str:
    """Write deviations as entries of the table; reason and class are left to a person."""
    entries = [{**deviation._asdict(), "class": "", "reason": ""} for deviation in found]
    return yaml.safe_dump(entries, sort_keys=False, width=110, allow_unicode=True) if entries else ""


def _by_identity(objects: Iterable[Object]) -> dict[str, Object]:
    named: dict[str, Object] = {}
    for obj in objects:
        if identity(obj) in named:
            raise ValueError(f"{identity(obj)} occurs twice")
        named[identity(obj)] = without_descriptions(obj) if obj["kind"] == "CustomResourceDefinition" else obj
    return named


def _compare(path: str, left: Any, right: Any) -> Iterator[tuple[str, Any, Any]]:
    left, right = _parsed(path, left, right)
    if isinstance(left, dict) and isinstance(right, dict):
        for key in [*left, *(key for key in right if key not in left)]:
            yield from _compare(_joined(path, key), left.get(key, ABSENT), right.get(key, ABSENT))
    elif isinstance(left, list) and isinstance(right, list):
        yield from _compare_lists(path, left, right)
    elif _canonical(left) != _canonical(right):
        yield path, left, right


def _compare_lists(path: str, left: list[Any], right: list[Any]) -> Iterator[tuple[str, Any, Any]]:
    field = re.split(r"[.\]]", path)[-1]
    lefts, rights = _keyed(field, left, right)
    for key in [*lefts, *(key for key in rights if key not in lefts)]:
        yield from _compare(f"{path}[{key}]", lefts.get(key, ABSENT), rights.get(key, ABSENT))
    unchanged = [key for key in lefts if key in rights]
    if list(rights) != [*unchanged, *(key for key in rights if key not in lefts)]:
        yield f"{path}.order", list(lefts), list(rights)


def _keyed(field: str, left: list[Any], right: list[Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    keys = [[_item_key(field, item) for item in items] for items in (left, right)]
    if any(None in side or len(set(side)) < len(side) for side in keys):
        keys = [[str(index) for index in range(len(items))] for items in (left, right)]
    return dict(zip(keys[0], left, strict=True)), dict(zip(keys[1], right, strict=True))


def _item_key(field: str, item: Any) -> str | None:
    if isinstance(item, str):
        key = item.split("=", 1)[0] if item.startswith("-") else item
        return key if key.isprintable() and len(key) <= _LONGEST_KEY else None
    if isinstance(item, dict):
        values = [item.get(name) for name in _KEYS.get(field, ("name",))]
        texts = [
            ",".join(value) if isinstance(value, list) else str(value)
            for value in values
            if value is not None
        ]
        return "/".join(texts) or None
    return None


def _parsed(path: str, left: Any, right: Any) -> tuple[Any, Any]:
    """Read both texts where both are JSON objects at a place that holds JSON."""
    if not (path.endswith('.json"]') or path == "spec.config"):
        return left, right
    try:
        values = json.loads(left), json.loads(right)
    except (TypeError, ValueError):
        return left, right
    return values if all(isinstance(value, dict) for value in values) else (left, right)


def _joined(path: str, key: str) -> str:
    if not _PLAIN.fullmatch(key):
        return f'{path}["{key}"]'
    return f"{path}.{key}" if path else key


def _canonical(value: Any) -> str:
    """Make 1, 1.0, true and "1" four values."""
    return json.dumps(value, sort_keys=True)


def _key(deviation: Deviation) -> tuple[str, str, str, str]:
    return deviation.object, deviation.path, _canonical(deviation.reference), _canonical(deviation.rendered)


def _entry_key(entry: Mapping[str, Any]) -> tuple[str, str, str, str]:
    return _key(Deviation(entry["object"], entry["path"], entry["reference"], entry["rendered"]))
