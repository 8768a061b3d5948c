"""All parts of a value, one after the other."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from chartgen.core.values_path import Steps

_LEAVES: Final = frozenset({str, int, float, bool, type(None), list})


def parts(value: Any, path: Steps = ()) -> Iterator[tuple[Steps, Any]]:
    """Yield a value that stands at a path and all that is in it, each with its path, as they are written."""
    waiting: list[tuple[Steps, Any]] = [(path, value)]
    while waiting:
        place, inner = waiting.pop()
        yield place, inner
        # A test against an abstract class takes longer than all else here.
        if inner.__class__ is dict or (inner.__class__ not in _LEAVES and isinstance(inner, Mapping)):
            waiting += [((*place, key), item) for key, item in reversed([*inner.items()])]
        elif isinstance(inner, list):
            waiting += [((*place, at), inner[at]) for at in reversed(range(len(inner)))]
