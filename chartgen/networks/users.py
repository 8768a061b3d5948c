"""Which networks use which pool, and which addresses they hand out of it.

Everything is looked up, never searched: a cluster may have as many networks and pools as it likes.
Source: whereabouts 0.9.4 pkg/storage/kubernetes/ipam.go IPPoolName; with slices for nodes the name of the
node stands in front of the range, and behind the network_name.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, Generic, TypeVar

from chartgen.cni.addresses import Network as Cidr
from chartgen.cni.addresses import network_of
from chartgen.cni.nad import Attachment
from chartgen.cni.pools import pool_name
from chartgen.cni.ranges import Span
from chartgen.cni.whereabouts import Ipam, Range
from chartgen.networks.dump import Nad

_PARTS: Final = 16
Value = TypeVar("Value")


class ByRange(Generic[Value]):
    """Values by networks of addresses; an address is looked up once for each length of prefix there is."""

    def __init__(self) -> None:
        """Begin empty."""
        self._values: dict[int, dict[Cidr, list[Value]]] = defaultdict(lambda: defaultdict(list))

    def add(self, key: Cidr, value: Value) -> None:
        """Keep a value."""
        self._values[key.prefix][key].append(value)

    def around(self, address: int) -> Iterator[list[Value]]:
        """Yield the values of each network that contains an address."""
        for prefix, values in self._values.items():
            key = network_of(address, prefix)
            if key in values and key.contains(address):
                yield values[key]


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """A NetworkAttachmentDefinition as the programs on a node read it; no `attachment` without a text.

    `ranges` are those of Whereabouts, by address.
    """

    nad: Nad
    attachment: Attachment | None
    ranges: ByRange[tuple[Ipam, Range]] = field(default_factory=ByRange)

    def __post_init__(self) -> None:
        """Make the ranges easy to find."""
        for ipam in self.ipams:
            for part in ipam.ranges:
                self.ranges.add(part.network, (ipam, part))

    @property
    def ipams(self) -> tuple[Ipam, ...]:
        """Its configurations of Whereabouts."""
        return tuple(self.attachment.ipams.values()) if self.attachment else ()


class Users:
    """The networks that use a pool, each with its range: None where the pool is a node's slice of it."""

    def __init__(self) -> None:
        """Begin with none."""
        self.networks: list[tuple[Network, Ipam, Range | None]] = []

    @cached_property
    def network_name(self) -> str | None:
        """The network_name of all; None where there is none."""
        return next((ipam.network_name for _, ipam, _ in self.networks), None)

    @cached_property
    def reserve(self) -> bool:
        """Whether some guard their addresses with reservations; yes where none is known."""
        return any(ipam.overlapping for _, ipam, _ in self.networks) or not self.networks

    @cached_property
    def parts(self) -> Mapping[tuple[Span, ...], list[str]]:
        """What is handed out of the pool, each with the names of the networks that hand out just that."""
        found: dict[tuple[Span, ...], list[str]] = {}
        for network, _, part in self.networks:
            if part is not None and part.usable is not None:
                found.setdefault(part.usable.free, []).append(network.nad.label)
        return found

    def hand_out(self, address: int) -> bool:
        """Say whether one of them hands out an address."""
        at = bisect_right(self._firsts, address) - 1
        return any(part is None for _, _, part in self.networks[:1]) or (
            at >= 0 and address <= self._lasts[at]
        )

    @cached_property
    def _spans(self) -> list[Span]:
        joined: list[Span] = []
        for span in sorted({span for spans in self.parts for span in spans}):
            if joined and span.first <= joined[-1].last + 1:
                joined[-1] = Span(joined[-1].first, max(span.last, joined[-1].last))
            else:
                joined.append(span)
        return joined

    @cached_property
    def _firsts(self) -> list[int]:
        return [span.first for span in self._spans]

    @cached_property
    def _lasts(self) -> list[int]:
        return [span.last for span in self._spans]


class UsersOfPools:
    """Finds the users of a pool."""

    def __init__(self, networks: Iterable[Network]) -> None:
        """Look at all networks once."""
        self._by_name: dict[str, Users] = defaultdict(Users)
        sliced: dict[tuple[Cidr, str], Users] = defaultdict(Users)
        for network in networks:
            for ipam in network.ipams:
                if ipam.node_slice_size:
                    for part in ipam.ranges[:1]:
                        sliced[part.network, ipam.network_name].networks.append((network, ipam, None))
                    continue
                for part in ipam.ranges:
                    users = self._by_name[pool_name(part.network, ipam.network_name)]
                    users.networks.append((network, ipam, part))
        self._sliced: ByRange[tuple[str, Users]] = ByRange()
        for (cidr, name), users in sliced.items():
            self._sliced.add(cidr, (name, users))

    def of(self, name: str, prefix: str, address: int) -> Users:
        """Give the users of a pool by its name, what stands in front of the range there, and its address."""
        if name in self._by_name:
            return self._by_name[name]
        for values in self._sliced.around(address):
            by_name = dict(values)
            for beginning in beginnings(prefix):
                if prefix and beginning != prefix and beginning in by_name:
                    return by_name[beginning]
        return Users()


def beginnings(prefix: str) -> Iterator[str]:
    """Yield what the network_name of a pool with a prefix can be, longest first: any part of its start."""
    yield prefix
    parts = prefix.split("-", _PARTS)[:_PARTS]
    yield from ("-".join(parts[:length]) for length in range(len(parts) - 1, -1, -1))
