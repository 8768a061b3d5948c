"""Which addresses Whereabouts hands out of a range, and in which order.

Whereabouts walks from the first address and takes the first that is neither allocated nor excluded. Here no
range is walked: what is free is a list of spans. Sources: whereabouts 0.7.0 and 0.9.4 (the same in both)
pkg/iphelpers/iphelpers.go GetIPRange, pkg/allocate/allocate.go IterateForAssignment.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from chartgen.cni.addresses import BITS, Network, is_v4, parse_cidr, parse_ip

_FIRST_V4: Final = 0xFFFF << 32
_LAST_V4: Final = _FIRST_V4 | 0xFFFFFFFF
_LEAST_HOST_BITS: Final = 2


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The addresses from `first` to `last`, both among them."""

    first: int
    last: int

    @property
    def size(self) -> int:
        """How many addresses."""
        return self.last - self.first + 1


class Taken:
    """Addresses that are allocated; the next free one is found without a walk over all of them."""

    __slots__ = ("_after",)

    def __init__(self) -> None:
        """Start with none."""
        # Of each one an address behind it, with none between the two that is free.
        self._after: dict[int, int] = {}

    def __iter__(self) -> Iterator[int]:
        """Yield them in the order in which they were taken."""
        return iter(self._after)

    def __len__(self) -> int:
        """Give how many there are."""
        return len(self._after)

    def add(self, address: int) -> None:
        """Take an address."""
        self._after.setdefault(address, address + 1)

    def free_from(self, address: int) -> int:
        """Give the first free address from one on."""
        passed = []
        while (after := self._after.get(address)) is not None:
            passed.append(address)
            address = after
        self._after.update(dict.fromkeys(passed, address))
        return address


@dataclass(frozen=True, slots=True)
class AddressRange:
    """One range of a network, as Whereabouts uses it.

    `first` and `last` are what remains of the network, its first and last address left out, after those of
    `range_start` and `range_end` that count. `free` is what is handed out, in that order. `never_ends` says
    that the allocator runs round for ever once all is allocated.
    """

    network: Network
    first: int
    last: int
    free: tuple[Span, ...]
    never_ends: bool = False

    @property
    def usable(self) -> int:
        """How many addresses are handed out."""
        return sum(span.size for span in self.free)

    def addresses(self) -> Iterator[int]:
        """Yield the addresses in the order in which they are handed out, one by one."""
        for span in self.free:
            yield from range(span.first, span.last + 1)

    def first_free(self, taken: Taken) -> int | None:
        """Give the address that is handed out next when `taken` are allocated."""
        found = ((taken.free_from(span.first), span.last) for span in self.free)
        return next((address for address, last in found if address <= last), None)

    def hands_out(self, address: int) -> bool:
        """Say whether some pod gets an address."""
        return any(span.first <= address <= span.last for span in self.free)


def _holes(excluded: Iterable[Network]) -> list[Span]:
    """Give networks as spans, each before those that it contains."""
    return [
        Span(each.first, each.last) for each in sorted(excluded, key=lambda each: (each.first, each.prefix))
    ]


def _walk(first: int, last: int, holes: Iterable[Span], *, is_v4_network: bool) -> Iterator[Span]:
    """Yield the spans between two addresses that lie in no hole."""
    for hole in holes:
        if hole.last < first or hole.first > last:
            continue
        if hole.first > first:
            yield Span(first, hole.first - 1)
        first = hole.last + 1
        if is_v4(hole.last) and not is_v4_network:
            # No IPv6 network contains the place that the allocator jumps to.
            return
    if first <= last:
        yield Span(first, last)


def _runs_round(network: Network, last: int, excluded: Iterable[Network]) -> bool:
    """Say whether an excluded network makes the allocator jump to the last address there is.

    The one after that is the first, which lies in the network again where this starts with it.
    """
    everything = Span(_FIRST_V4, _LAST_V4) if network.is_v4 else Span(0, (1 << BITS) - 1)
    if network.first != everything.first:
        return False
    return any(each.last == everything.last and each.first <= last for each in excluded)


def _before_v4(spans: Iterable[Span]) -> Iterator[Span]:
    """Yield the spans up to the addresses that Go takes for IPv4: no IPv6 network contains them to it."""
    for span in spans:
        if span.first > _LAST_V4 or span.last < _FIRST_V4:
            yield span
            continue
        if span.first < _FIRST_V4:
            yield Span(span.first, _FIRST_V4 - 1)
        return


def address_range(
    network: Network, start: int | None, end: int | None, excluded: Sequence[Network] = ()
) -> AddressRange | None:
    """Give the range that Whereabouts uses; None for a network too small to have usable addresses.

    A start or end outside, or an end before the start, is ignored without a word.
    """
    if BITS - network.prefix < _LEAST_HOST_BITS:
        return None
    first, last = network.first + 1, network.last - 1
    if start is not None and first <= start <= last:
        first = start
    if end is not None and first <= end <= last:
        last = end
    same = [each for each in excluded if each.is_v4 == network.is_v4]
    holes = _holes(same)
    free = [*_walk(first, last, holes, is_v4_network=network.is_v4)]
    never_ends = bool(same) and _runs_round(network, last, same)
    if never_ends:
        # It goes on behind the last address of all, with the network's own.
        free += _walk(network.first, min(first - 1, last), holes, is_v4_network=network.is_v4)
    spans = free if network.is_v4 else _before_v4(free)
    return AddressRange(network, first, last, tuple(spans), never_ends)


# Several questions to one network follow each other.
@lru_cache(maxsize=1024)
def parse_excluded(text: str) -> Network | None:
    """Read an item of `exclude`: a network, or an address; None for what makes every pod fail."""
    interface = parse_cidr(text)
    if interface is not None:
        return interface.network
    address = parse_ip(text)
    if address is None:
        return None
    interface = parse_cidr(f"{text}/32" if is_v4(address) else f"{text}/128")
    return interface.network if interface else None
