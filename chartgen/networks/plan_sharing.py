"""Which networks hand out the same addresses.

Costs O(n log n) in the number of spans: of many networks in one place, only some are named for each.
"""

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from chartgen.cni.ranges import Span

MOST_NAMED: Final = 8
_MOST_LOOKED_AT: Final = 64


@dataclass(frozen=True, slots=True)
class Handed:
    """The addresses that one range of a network hands out; `name` keeps those of equal ranges apart."""

    owner: str
    name: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Overlap:
    """What a range has in common with another network: from its first to its last common address."""

    other: str
    span: Span


@dataclass(slots=True, eq=False)
class Group:
    """Ranges that hang together by common addresses; `addresses` are those of all of them, each once."""

    addresses: int = 0
    ranges: int = 0
    owners: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Sharing:
    """What one range has in common with others; `has_more` says that not all overlaps are named."""

    group: Group
    overlaps: tuple[Overlap, ...] = ()
    has_more: bool = False


def sharing(handed: Sequence[Handed]) -> list[Sharing]:
    """Give for each range what it has in common with others."""
    state = _State(handed)
    by_name: dict[str, list[int]] = {}
    for at, each in enumerate(handed):
        by_name.setdefault(each.name, []).append(at)
    for members in by_name.values():
        state.sweep(members)
    return list(state.results())


class _State:
    """The work: common addresses by range and owner, and a forest of ranges that hang together."""

    def __init__(self, handed: Sequence[Handed]) -> None:
        self._handed = handed
        self._common: list[dict[str, Span]] = [{} for _ in handed]
        self._above = list(range(len(handed)))
        self._addresses = [0] * len(handed)

    def sweep(self, members: Iterable[int]) -> None:
        """Go through the spans of ranges by their first address."""
        spans = sorted((span, at) for at in members for span in self._handed[at].spans)
        active: dict[int, tuple[Span, int]] = {}
        ends: list[tuple[int, int]] = []
        covered = -1
        for order, (span, at) in enumerate(spans):
            while ends and ends[0][0] < span.first:
                del active[heapq.heappop(ends)[1]]
            # They all have this address, and so hang together already.
            for _, other in islice(active.values(), 1):
                self._above[self._root(at)] = self._root(other)
            self._meet(span, at, islice(active.values(), _MOST_LOOKED_AT))
            self._addresses[at] += max(0, span.last - max(covered, span.first - 1))
            covered = max(covered, span.last)
            active[order] = (span, at)
            heapq.heappush(ends, (span.last, order))

    def _meet(self, span: Span, at: int, active: Iterable[tuple[Span, int]]) -> None:
        owner = self._handed[at].owner
        for other_span, other in active:
            other_owner = self._handed[other].owner
            if other_owner == owner:
                continue
            common = Span(max(span.first, other_span.first), min(span.last, other_span.last))
            self._note(at, other_owner, common)
            self._note(other, owner, common)
            if len(self._common[at]) > MOST_NAMED:
                return

    def _note(self, at: int, owner: str, common: Span) -> None:
        noted = self._common[at]
        known = noted.get(owner)
        if known is not None:
            noted[owner] = Span(min(known.first, common.first), max(known.last, common.last))
        elif len(noted) <= MOST_NAMED:
            noted[owner] = common

    def _root(self, at: int) -> int:
        while self._above[at] != at:
            self._above[at] = at = self._above[self._above[at]]
        return at

    def results(self) -> Iterator[Sharing]:
        """Yield what was found, in the order of the ranges."""
        groups: dict[int, Group] = {}
        for at, each in enumerate(self._handed):
            group = groups.setdefault(self._root(at), Group())
            group.ranges += 1
            group.addresses += self._addresses[at]
            group.owners.add(each.owner)
        for at in range(len(self._handed)):
            named = [Overlap(other, span) for other, span in self._common[at].items()]
            overlaps = tuple(named[:MOST_NAMED])
            yield Sharing(groups[self._root(at)], overlaps, len(named) > MOST_NAMED)
