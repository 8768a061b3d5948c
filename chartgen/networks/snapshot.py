"""A dump put together: pools with the networks that use them, and allocations with their pods.

Source: whereabouts 0.7.0 and 0.9.4 pkg/storage/kubernetes/ipam.go. An allocation is kept under its distance
from the address in `range`. Of the network_name a pool has only what its own name tells: what stands in front
of the range, with the node's name behind it where nodes have slices of their own.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from chartgen.cni import nad
from chartgen.cni.addresses import Interface, format_address, parse_cidr, parse_ip
from chartgen.cni.annotation import is_dns_label
from chartgen.cni.pools import UNREADABLE_OFFSET, is_object_name, pool_name, reservation_name
from chartgen.cni.versions import Versions
from chartgen.networks.dump import Dump, Key, Nad, Pod, Pool, Reservation
from chartgen.networks.users import Network, Users, UsersOfPools, beginnings

_OFFSET: Final = re.compile("[+-]?[0-9]{1,20}", re.ASCII)


@dataclass(frozen=True, slots=True, eq=False)
class Allocation:
    """An address that a pool gives to a pod.

    `address` is None where Whereabouts cannot read the distance, `pod` where the text names none.
    """

    pool: "OpenPool"
    offset: str
    address: int | None
    value: Any
    podref: str
    pod: Key | None
    is_named: bool

    @property
    def shown(self) -> str:
        """What messages call its address."""
        return self.offset[:40] if self.address is None else format_address(self.address)


@dataclass(slots=True, eq=False)
class OpenPool:
    """A pool; `range` is None where it cannot be read. `users` are the networks of the dump that use it."""

    pool: Pool
    range: Interface | None
    prefix: str
    users: Users
    allocations: list[Allocation] = field(default_factory=list)

    @property
    def network_name(self) -> str:
        """The network_name that its addresses belong to."""
        return self.prefix if self.users.network_name is None else self.users.network_name

    def __post_init__(self) -> None:
        """Read what it gives away."""
        for offset, value in self.pool.allocations.items():
            fields = value if isinstance(value, dict) else {}
            podref = fields.get("podref")
            podref = podref if isinstance(podref, str) else ""
            has_interface = isinstance(fields.get("ifname"), str)
            key = split_podref(podref)
            address = self._address(offset)
            self.allocations.append(
                Allocation(self, offset, address, value, podref, key, is_named=has_interface)
            )

    def _address(self, offset: str) -> int | None:
        if self.range is None or not _OFFSET.fullmatch(offset):
            return None
        distance = int(offset)
        return self.range.address + distance if 0 <= distance < UNREADABLE_OFFSET else None


def split_podref(text: str) -> Key | None:
    """Give namespace and name of a pod; None for a text that can name none."""
    namespace, _, name = text.partition("/")
    return (namespace, name) if is_dns_label(namespace) and is_object_name(name) else None


class Snapshot:
    """What a dump says; `versions` are those of the cluster."""

    def __init__(self, dump: Dump, versions: Versions) -> None:
        """Read the networks and find which pool is whose."""
        self.dump = dump
        self.versions = versions
        self.networks = {key: _network(each, versions) for key, each in sorted(dump.nads.items())}
        users = UsersOfPools(self.networks.values())
        self.pools = [_open(pool, users) for _, pool in sorted(dump.pools.items())]
        self.allocations = [each for pool in self.pools for each in pool.allocations]

    @cached_property
    def by_address(self) -> Mapping[tuple[str, int], list[Allocation]]:
        """The allocations by network_name and address."""
        found: dict[tuple[str, int], list[Allocation]] = defaultdict(list)
        for each in self.allocations:
            if each.address is not None:
                found[each.pool.network_name, each.address].append(each)
        return found

    @cached_property
    def by_pod(self) -> Mapping[tuple[Key, int], Allocation]:
        """An allocation by its pod and address."""
        return {
            (each.pod, each.address): each
            for each in self.allocations
            if each.pod is not None and each.address is not None
        }

    @cached_property
    def addresses(self) -> frozenset[int | None]:
        """All addresses that some pool has allocated."""
        return frozenset(each.address for each in self.allocations)

    def network(self, reference: str) -> Network | None:
        """Give the network that a network-status calls `namespace/name`, if it is there."""
        return self._by_label.get(reference)

    @cached_property
    def _by_label(self) -> Mapping[str, Network]:
        return {each.nad.label: each for each in self.networks.values()}

    def pod_of(self, allocation: Allocation) -> Pod | None:
        """Give the pod of an allocation, if it is there."""
        return self.dump.pods.get(allocation.pod) if allocation.pod else None

    def address_of(self, reservation: Reservation) -> int | None:
        """Give the address of a reservation by its name; None where a network_name makes it ambiguous."""
        prefixes = ("", *(f"{name}-" for name in self._prefixes if name))
        found = {
            parse_ip(reservation.name.removeprefix(prefix).replace("-", ":"))
            for prefix in prefixes
            if reservation.name.startswith(prefix)
        } - {None}
        return found.pop() if len(found) == 1 else None

    @cached_property
    def _prefixes(self) -> frozenset[str]:
        return frozenset(name for pool in self.pools for name in (pool.prefix, pool.network_name))

    def reservation_of(self, allocation: Allocation) -> Reservation | None:
        """Give the reservation of an allocation's address, of the same pod if there are several."""
        if allocation.address is None:
            return None
        pool = allocation.pool
        namespace = pool.pool.namespace
        first = None
        for name in dict.fromkeys((pool.network_name, *beginnings(pool.prefix))):
            found = self.dump.reservations.get((namespace, reservation_name(allocation.address, name)))
            if found and found.podref == allocation.podref:
                return found
            first = first or (found if name == pool.network_name else None)
        return first


def _network(each: Nad, versions: Versions) -> Network:
    text = each.config if isinstance(each.config, str) else ""
    return Network(each, nad.check(text, each.name, versions) if text else None)


def _open(pool: Pool, users: UsersOfPools) -> OpenPool:
    interface = parse_cidr(pool.range)
    if interface is None:
        return OpenPool(pool, None, pool.name, Users())
    own = pool_name(interface.network)
    prefix = pool.name.removesuffix(own).removesuffix("-") if pool.name.endswith(own) else pool.name
    return OpenPool(pool, interface, prefix, users.of(pool.name, prefix, interface.address))
