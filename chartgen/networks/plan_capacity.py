"""How many pods a network carries, and whether that is enough.

Facts: GKE gives each node a block of the secondary range, twice max-pods-per-node rounded up to a power of
two, and its walk-through has --additional-pod-network …,max-pods-per-node=8; whereabouts 0.9.4
pkg/iphelpers/iphelpers.go divides a range into slices for nodes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from chartgen.cni.addresses import BITS, Network
from chartgen.cni.slices import slice_count, slice_size
from chartgen.cni.whereabouts import Ipam
from chartgen.networks.plan_sharing import Group, Handed, sharing

GKE: Final = "gke"
GKE_MAX_PODS: Final = 8
_V4_BITS: Final = 32
_NOT_USABLE: Final = 2


@dataclass(frozen=True, slots=True)
class Demand:
    """What is asked for: every pod takes one address of each range of each network."""

    nodes: int
    pods_per_node: int

    @property
    def pods(self) -> int:
        """How many pods there are."""
        return self.nodes * self.pods_per_node


@dataclass(frozen=True, slots=True)
class Blocks:
    """A range in blocks of which each node has one; `pods` is what fits on a node."""

    addresses: int
    nodes: int
    pods: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """By how many addresses, nodes, and pods on a node a network is too small; `shared` counts for all."""

    addresses: int = 0
    shared: int = 0
    nodes: int = 0
    pods_per_node: int = 0

    @property
    def is_enough(self) -> bool:
        """Whether nothing is missing."""
        return not any((self.addresses, self.shared, self.nodes, self.pods_per_node))


def gke_blocks(networks: Iterable[Network], demand: Demand | None) -> Blocks | None:
    """Give the blocks of nodes on GKE in the smallest of ranges; None without an IPv4 one."""
    pods = max(GKE_MAX_PODS, demand.pods_per_node if demand else 0)
    bits = (2 * pods - 1).bit_length()
    sizes = [BITS - network.prefix for network in networks if network.is_v4]
    return Blocks(1 << bits, 1 << min(sizes) >> bits, pods) if sizes else None


def slices(ipam: Ipam) -> Blocks | None:
    """Give the slices of nodes, if Whereabouts cuts the range into some."""
    size = slice_size(ipam.node_slice_size)
    nodes = slice_count(ipam) if ipam.node_slice_size else 0
    if size is None or not nodes:
        return None
    addresses = 1 << _V4_BITS - size
    return Blocks(addresses, nodes, addresses - _NOT_USABLE)


def carried(handed: Sequence[Handed]) -> int:
    """Give how many pods get an address of every range of a network, when no other network takes any."""
    of_each = (sum(span.size for span in each.spans) for each in handed)
    groups = {id(each.group): each.group for each in sharing(handed)} if len(handed) > 1 else {}
    return min((*of_each, *(group.addresses // group.ranges for group in groups.values())), default=0)


def verdict(demand: Demand, pods: int, groups: Iterable[Group], blocks: Iterable[Blocks]) -> Verdict:
    """Compare what is asked for with what there is."""
    missing = [demand.pods * group.ranges - group.addresses for group in groups if group.ranges > 1]
    limits = list(blocks)
    return Verdict(
        max(0, demand.pods - pods),
        max((0, *missing)),
        max((0, *(demand.nodes - each.nodes for each in limits))),
        max((0, *(demand.pods_per_node - each.pods for each in limits))),
    )
