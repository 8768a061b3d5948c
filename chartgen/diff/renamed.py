"""Values that have another name in the new chart: one key went and an equal one came."""

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any, Final, NamedTuple

from chartgen.core.values_path import Steps
from chartgen.diff.schema_node import NOTES, canonical

_SIMILAR: Final = 0.5
_MOST: Final = 10_000
_LONGEST: Final = 100
_SCHEMAS_BY_NAME: Final = frozenset({"properties", "patternProperties", "definitions", "$defs"})


class Key(NamedTuple):
    """A key that went or came: its path, what it allows and its default, both as texts."""

    path: Steps
    shape: str
    default: str


def key(path: Steps, schema: Any, default: Any) -> Key:
    """Make a key of what is known of it; None as schema says nothing of what it allows."""
    try:
        return Key(path, canonical(_without_notes(schema)), canonical(default))
    except RecursionError:
        # Nested too deeply: it is like no other.
        return Key(path, str(path), "")


def renamed(gone: Sequence[Key], come: Sequence[Key]) -> dict[Steps, Steps]:
    """Give the new paths of keys that went, by their old ones.

    What allows the same and has the same default is the same value where the names are alike, or where
    nothing else went or came beside it.
    """
    if len(gone) * len(come) > _MOST:
        return {}
    scored = sorted(_scored(gone, come), key=lambda each: -each[0])
    found: dict[Steps, Steps] = {}
    for score, old, new in scored:
        rivals = [each for each in scored if each[0] == score and (each[1] == old) != (each[2] == new)]
        if old not in found and new not in found.values() and not rivals:
            found[old] = new
    return found


def _scored(gone: Sequence[Key], come: Sequence[Key]) -> Iterator[tuple[float, Steps, Steps]]:
    """Yield the pairs that may be one value, each with how sure that is."""
    beside = Counter(key.path[:-1] for key in gone), Counter(key.path[:-1] for key in come)
    for old, new in itertools.product(gone, come):
        if (old.shape, old.default) != (new.shape, new.default):
            continue
        names = str(old.path[-1]).lower()[:_LONGEST], str(new.path[-1]).lower()[:_LONGEST]
        similarity = SequenceMatcher(None, *names).ratio()
        parent = old.path[:-1]
        is_alone = parent == new.path[:-1] and beside[0][parent] == beside[1][parent] == 1
        if similarity >= _SIMILAR or is_alone:
            yield similarity + is_alone, old.path, new.path


def _without_notes(schema: Any, *, names: bool = False) -> Any:
    """Leave out what a schema says for people; `names` says that keys are names of values."""
    if isinstance(schema, list):
        return [_without_notes(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        name: _without_notes(value, names=name in _SCHEMAS_BY_NAME and not names)
        for name, value in schema.items()
        if names or name not in NOTES
    }
