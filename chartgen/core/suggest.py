"""«Did you mean …?»: the known word that a misspelt one is nearest to."""

from collections.abc import Iterable
from importlib import import_module

_LONGEST = 200
"""Comparing takes the square of a word's length."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Give `did you mean "…"?` for the nearest known word, or an empty text when none is near."""
    if len(word) > _LONGEST:
        return ""
    names = sorted(known)
    folded = {name.lower(): name for name in reversed(names)}
    if word.lower() in folded:
        return f"did you mean {folded[word.lower()]!r}?"
    # By name: most runs know all words.
    near: list[str] = import_module("difflib").get_close_matches(word, names, n=1)
    return f"did you mean {near[0]!r}?" if near else ""
