"""Compares Kubernetes objects field by field.

A path names one place: `spec.template.spec.containers[whereabouts-gc].args[0]`. Lists of maps with unique names
are compared by name, and their order apart from that (`….order`, a list of names); other lists by index. Keys
that are no plain words stand as `labels["helm.sh/chart"]`. Below `(json)` stands what a JSON text contains.
"""

import copy
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import yaml

ABSENT: Final = object()
JSON_TEXTS: Final = {
    "ConfigMap": ("data", "cni-conf.json"),
    "NetworkAttachmentDefinition": ("spec", "config"),
}

_WORD: Final = re.compile(r"[A-Za-z0-9_()-]+")


@dataclass(frozen=True, slots=True)
class Deviation:
    """One difference; `ABSENT` stands for what one side does not have."""

    object: str
    path: str
    reference: Any = ABSENT
    rendered: Any = ABSENT

    def entry(self) -> dict[str, Any]:
        """Give it as the table writes it, without class and reason."""
        values = {"reference": self.reference, "rendered": self.rendered}
        present = {side: value for side, value in values.items() if value is not ABSENT}
        return {"object": self.object, "path": self.path, **present}


def key_of(obj: Mapping[str, Any]) -> str:
    """Give `Kind/namespace/name`, or `Kind/name` where no namespace is said."""
    metadata = obj["metadata"]
    return "/".join(part for part in (obj["kind"], metadata.get("namespace"), metadata["name"]) if part)


def prepared(objects: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Give the objects by key, ready to compare: JSON texts parsed, CRDs without descriptions."""
    found = {}
    for obj in objects:
        key, ready = key_of(obj), copy.deepcopy(dict(obj))
        if ready["kind"] == "CustomResourceDefinition":
            ready = _undescribed(ready)
        if ready["kind"] in JSON_TEXTS:
            *above, last = JSON_TEXTS[ready["kind"]]
            parent = ready
            for step in above:
                parent = parent.get(step, {})
            if last in parent:
                parent[last] = {"(json)": json.loads(parent[last])}
        if key in found:
            raise ValueError(f"{key} stands twice")
        found[key] = ready
    return found


def compare_all(
    reference: Mapping[str, Any], rendered: Mapping[str, Any], pairs: Iterable[Mapping[str, str]]
) -> list[Deviation]:
    """Compare objects by key; `pairs` says which belong together: `{reference: key, rendered: key}`.

    An object without a partner is a deviation with the path "" under its own key.
    """
    found, matched = [], set()
    for pair in pairs:
        name, partner = pair["reference"], pair["rendered"]
        if name in reference and partner in rendered:
            matched |= {("reference", name), ("rendered", partner)}
            differences = compare(reference[name], rendered[partner])
            found += [Deviation(name, *difference) for difference in differences]
    for side, objects in (("reference", reference), ("rendered", rendered)):
        alone = [name for name in objects if (side, name) not in matched]
        found += [Deviation(name, "", **{side: objects[name]}) for name in alone]
    return found


def compare(reference: Any, rendered: Any, path: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Give path and both values of each difference, the deepest place that both sides have above it."""
    if same(reference, rendered):
        return
    names = names_of(reference), names_of(rendered)
    if isinstance(reference, Mapping) and isinstance(rendered, Mapping):
        yield from _compare_parts(reference, rendered, lambda key: step(path, key))
    elif names[0] and names[1]:
        yield from _compare_parts(by_name(reference), by_name(rendered), lambda name: f"{path}[{name}]")
        left, right = ([name for name in side if name in names[0] and name in names[1]] for side in names)
        if left != right:
            yield f"{path}.order", left, right
    elif isinstance(reference, list) and isinstance(rendered, list):
        sides = dict(enumerate(reference)), dict(enumerate(rendered))
        yield from _compare_parts(*sides, lambda index: f"{path}[{index}]")
    else:
        yield path, reference, rendered


def places(node: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Give every place of an object, inner ones and orders of named lists among them, with its value."""
    yield path, node
    if isinstance(node, Mapping):
        parts = [(step(path, key), value) for key, value in node.items()]
    elif names := names_of(node):
        yield f"{path}.order", list(names)
        parts = [(f"{path}[{name}]", value) for name, value in by_name(node).items()]
    else:
        parts = [(f"{path}[{index}]", value) for index, value in enumerate(node if isinstance(node, list) else ())]
    for below, value in parts:
        yield from places(value, below)


def unlisted_and_stale(
    found: Sequence[Deviation], entries: Sequence[Mapping[str, Any]]
) -> tuple[list[Deviation], list[Mapping[str, Any]]]:
    """Give the deviations without an entry, and the entries that no deviation needs; values count too."""
    listed = [_comparable(entry) for entry in entries]
    occurring = [_comparable(deviation.entry()) for deviation in found]
    unlisted = [one for one, text in zip(found, occurring, strict=True) if text not in listed]
    stale = [entry for entry, text in zip(entries, listed, strict=True) if text not in occurring]
    return unlisted, stale


def pasteable(deviations: Iterable[Deviation]) -> str:
    """Give entries for the table, which lack only a true class and reason."""
    entries = [{**deviation.entry(), "class": "?", "reason": "?"} for deviation in deviations]
    return yaml.safe_dump(entries, sort_keys=False, width=200)


def same(left: Any, right: Any) -> bool:
    """Compare as JSON does: true is not 1, and 1 is not 1.0."""
    if left is ABSENT or right is ABSENT:
        return left is right
    return json.dumps(left, sort_keys=True) == json.dumps(right, sort_keys=True)


def names_of(node: Any) -> tuple[str, ...]:
    """Give the names of a list of maps with unique names; nothing for all else."""
    if not (isinstance(node, list) and all(isinstance(part, Mapping) for part in node)):
        return ()
    names = tuple(part.get("name") for part in node)
    unique = len(set(names)) == len(names) and all(isinstance(name, str) for name in names)
    return names if unique else ()


def by_name(parts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Give a named list as a map."""
    return {part["name"]: part for part in parts}


def step(path: str, key: str) -> str:
    """Append a key to a path."""
    if not _WORD.fullmatch(key):
        return f'{path}["{key}"]'
    return f"{path}.{key}" if path else key


def _compare_parts(left: Mapping[Any, Any], right: Mapping[Any, Any], below: Any) -> Iterator[tuple[str, Any, Any]]:
    for key in [*left, *(key for key in right if key not in left)]:
        one, other = left.get(key, ABSENT), right.get(key, ABSENT)
        if one is ABSENT or other is ABSENT:
            yield below(key), one, other
        else:
            yield from compare(one, other, below(key))


def _undescribed(node: Any) -> Any:
    """Leave out descriptions, but not a property of that name, which is a map."""
    if isinstance(node, list):
        return [_undescribed(part) for part in node]
    if not isinstance(node, Mapping):
        return node
    kept = {key: value for key, value in node.items() if key != "description" or not isinstance(value, str)}
    return {key: _undescribed(value) for key, value in kept.items()}


def _comparable(entry: Mapping[str, Any]) -> str:
    return json.dumps({key: entry[key] for key in entry if key not in ("class", "reason")}, sort_keys=True)
