"""Which ranges are drawn to one scale: those that lie together.

A panel holds networks whose whole width is at most `MOST_TIMES` the smallest of them; a network inside
another one is in its panel however small it is.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from chartgen.cni.addresses import BITS, Network, network_of
from chartgen.networks.plan import PlannedNetwork, PlannedRange

MOST_TIMES: Final = 16

Row = tuple[PlannedNetwork, PlannedRange]


@dataclass(slots=True)
class Panel:
    """Ranges between two addresses, by address; `smallest` is the size of the smallest outermost network."""

    first: int
    last: int
    smallest: int
    is_v4: bool
    rows: list[Row] = field(default_factory=list)

    @property
    def size(self) -> int:
        """How many addresses it is wide."""
        return self.last - self.first + 1

    @property
    def block(self) -> Network:
        """The smallest network that holds all of it."""
        return network_of(self.first, BITS - (self.first ^ self.last).bit_length())

    def takes(self, network: Network) -> bool:
        """Say whether a network that does not start before the panel belongs into it."""
        if network.is_v4 != self.is_v4:
            return False
        smallest = min(self.smallest, _size(network))
        return network.last <= self.last or network.last - self.first < MOST_TIMES * smallest


def panels(rows: Iterable[Row]) -> list[Panel]:
    """Put ranges into panels, both by address, IPv4 first."""
    found: list[Panel] = []
    for row in sorted(rows, key=_order):
        network = row[1].network
        if not found or not found[-1].takes(network):
            found.append(Panel(network.first, network.last, _size(network), network.is_v4))
        panel = found[-1]
        if network.last > panel.last:
            panel.last, panel.smallest = network.last, min(panel.smallest, _size(network))
        panel.rows.append(row)
    return found


def _order(row: Row) -> tuple[bool, Network, int, int]:
    part = row[1]
    return not part.network.is_v4, part.network, part.usable.first, part.usable.last


def _size(network: Network) -> int:
    return 1 << BITS - network.prefix
