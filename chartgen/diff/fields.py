"""Where two objects differ, field by field; entries of a list are paired by what tells them apart."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from chartgen.core.yaml import format_path

_KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "ports": ("containerPort", "port", "protocol"),
    "volumeMounts": ("mountPath",),
    "volumeDevices": ("devicePath",),
    "hostAliases": ("ip",),
    "topologySpreadConstraints": ("topologyKey", "whenUnsatisfiable"),
    "ownerReferences": ("uid",),
    "conditions": ("type",),
}
"""The fields by which lists are merged on the server where it is not `name` (api/openapi-spec)."""

_TCP: Final = {"protocol": "TCP"}
_LONGEST: Final = 60

Path = tuple[str, ...]
"""Names of fields; `[name]` is an entry of a list."""


class Difference(NamedTuple):
    """A field that differs; None stands for one that is not there."""

    path: Path
    old: Any
    new: Any


def differences(old: Any, new: Any, path: Path = ()) -> Iterator[Difference]:
    """Yield the highest fields that only one side has, and the leaves that differ.

    Where labels or annotations are missing on one side, each is told.
    """
    if old == new:
        return
    if path and path[-1] in {"labels", "annotations"}:
        old, new = (({} if each is None else each) for each in (old, new))
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in [*old, *(key for key in new if key not in old)]:
            yield from differences(old.get(key), new.get(key), (*path, str(key)))
    elif isinstance(old, list) and isinstance(new, list):
        yield from _lists(old, new, path)
    else:
        yield Difference(path, old, new)


def _lists(old: list[Any], new: list[Any], path: Path) -> Iterator[Difference]:
    named = [_by_name(side, path[-1] if path else "") for side in (old, new)]
    before, after = named
    if before is not None and after is not None:
        for name in [*before, *(name for name in after if name not in before)]:
            yield from differences(before.get(name), after.get(name), (*path, f"[{name}]"))
        if [*before] != [*after] and {*before} == {*after} and path[-1:] == ("initContainers",):
            yield Difference((*path, "order"), ", ".join(before), ", ".join(after))
    elif len(old) == len(new) and all(isinstance(each, Mapping) for each in (*old, *new)):
        for index, (one, other) in enumerate(zip(old, new, strict=True)):
            yield from differences(one, other, (*path, f"[{index}]"))
    else:
        yield Difference(path, old, new)


def _by_name(items: Sequence[Any], field: str) -> dict[str, Any] | None:
    """Give the entries of a list by what tells them apart; None where that is not known."""
    found: dict[str, Any] = {}
    for item in items:
        name = _name(item, field)
        if not name or name in found:
            return None
        found[name] = item
    return found


def _name(item: Any, field: str) -> str:
    if not isinstance(item, Mapping):
        return ""
    keys = _KEYS.get(field, ("name",))
    if field == "ports" and item.get("name"):
        keys = ("name",)
    values = [str(value) for key in keys if (value := (_TCP | dict(item)).get(key)) is not None]
    text = "/".join(values) if any(key in item for key in keys) else ""
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def format_fields(path: Path) -> str:
    """Write a path, `spec.containers[agent].image`."""
    text = ""
    for step in path:
        text += step if step.startswith("[") else f"{'.' if text else ''}{format_path([step])}"
    return text
