"""Finds those of many changes that make a difference to a render, in halves."""

from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")


def harmless(
    items: Sequence[T], is_harmless: Callable[[Sequence[T]], bool], *, is_harmful: bool = False
) -> list[T]:
    """Leave out the items that make a difference; `is_harmless` says of some whether they make none.

    `is_harmful` says that all of them together are known to make one.
    """
    kept: list[T] = []

    def take(some: Sequence[T], *, is_harmful: bool) -> bool:
        if not some or (not is_harmful and is_harmless([*kept, *some])):
            kept.extend(some)
            return True
        if len(some) > 1:
            half = len(some) // 2
            # Where the first half makes no difference the second is known to make it.
            take(some[half:], is_harmful=take(some[:half], is_harmful=False))
        return False

    take(items, is_harmful=is_harmful)
    return kept
