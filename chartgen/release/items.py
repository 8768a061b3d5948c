"""What a newer manifest does otherwise: items that a person has to look at, each with a name that stays."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

_SHOWN: Final = 160

Tree = Mapping[str, Any]
Shapes = Mapping[str, Tree]
"""Shapes of objects by `<kind>/<name>`."""


@dataclass(frozen=True, slots=True, order=True)
class Item:
    """A difference that nothing adopts; `name` is what `--accept` takes.

    `component` is the part of the model that it belongs to, empty where none is known.
    """

    name: str
    component: str
    text: str


def differences(old: Shapes, new: Shapes) -> Iterator[tuple[str, str]]:
    """Yield the path of each difference between the shapes of two manifests, and words for it.

    What is added or gone as a whole is one difference.
    """
    for name, before, after in _pairs(old, new):
        if before is None:
            yield name, f"is new: {_short(after)}"
        elif after is None:
            yield name, "is gone"
        else:
            yield from _inside(name, before, after)


def _pairs(old: Shapes, new: Shapes) -> Iterator[tuple[str, Tree | None, Tree | None]]:
    """Pair objects by kind and name; one that is gone and the one of its kind that is new are one."""
    gone = sorted(name for name in old if name not in new)
    come = sorted(name for name in new if name not in old)
    for name in sorted({*old} & {*new}):
        yield name, old[name], new[name]
    for name in gone:
        heirs = [each for each in come if _kind(each) == _kind(name)]
        is_only = len(heirs) == 1 and sum(_kind(each) == _kind(name) for each in gone) == 1
        if is_only and _is_like(old[name], new[heirs[0]]):
            come.remove(heirs[0])
            yield name, {**old[name], "name": name}, {**new[heirs[0]], "name": heirs[0]}
        else:
            yield name, old[name], None
    for name in come:
        yield name, None, new[name]


def _kind(name: str) -> str:
    return name.partition("/")[0]


def _is_like(old: Tree, new: Tree) -> bool:
    """Say whether two objects of a kind share more than half of their leaves."""
    before, after = set(_leaves(old)), set(_leaves(new))
    return 2 * len(before & after) > max(len(before), len(after))


def _leaves(tree: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield from _leaves(value, f"{path}/{key}")
    else:
        yield path, json.dumps(tree, sort_keys=True)


def _inside(path: str, old: Any, new: Any) -> Iterator[tuple[str, str]]:
    if isinstance(old, dict) and isinstance(new, dict):
        for key in sorted({*old, *new}):
            below = f"{path}/{key}"
            if key not in new:
                yield below, f"is gone, it was {_short(old[key])}"
            elif key not in old:
                yield below, f"is new: {_short(new[key])}"
            else:
                yield from _inside(below, old[key], new[key])
    elif old != new:
        yield path, f"{_short(old)} became {_short(new)}"


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 3]}..."
