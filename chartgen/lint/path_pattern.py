"""Patterns of paths: `*` and `?` stay within a folder, `**` stands for any folders, and `[…]` is a class."""

from collections.abc import Sequence
from fnmatch import fnmatchcase

_FOLDERS = "**"


def matches(pattern: str, path: str) -> bool:
    """Say whether a pattern describes the whole of a path, both with slashes."""
    return _matches(_parts(pattern), _parts(path))


def _parts(path: str) -> list[str]:
    return [part for part in path.split("/") if part not in ("", ".")]


def _matches(pattern: Sequence[str], path: Sequence[str]) -> bool:
    # Row by row: whether the pattern so far describes the first parts of the path.
    fits = [True] + [False] * len(path)
    for part in pattern:
        if part == _FOLDERS:
            first = fits.index(True) if True in fits else len(fits)
            fits = [at >= first for at in range(len(fits))]
        else:
            fits = [False, *(fits[at] and fnmatchcase(name, part) for at, name in enumerate(path))]
    return fits[-1]
