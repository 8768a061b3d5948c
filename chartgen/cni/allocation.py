"""What the first pod of a network gets from Whereabouts, and why it would get nothing.

Sources: whereabouts 0.7.0, 0.8.0 and 0.9.4 pkg/storage/kubernetes/ipam.go IPManagementKubernetesUpdate,
pkg/allocate/allocate.go AssignIP; cmd/whereabouts.go cmdAdd; containernetworking/cni 1.3.0 pkg/types/100 and
020 for what remains of a result in old versions; Linux for addresses that an interface has already.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from chartgen.cni import lease
from chartgen.cni.addresses import BITS, Interface, Network, format_address, is_v4, network_of
from chartgen.cni.libcni import ONE_ADDRESS
from chartgen.cni.pools import is_object_name, pool_name, reservation_name
from chartgen.cni.problem import Problem, shown
from chartgen.cni.ranges import Taken
from chartgen.cni.slices import slice_problems
from chartgen.cni.versions import Version, format_version
from chartgen.cni.whereabouts import Ipam, Range, range_problems
from chartgen.core.values_path import Steps

_REQUEST_SECONDS: Final = 10
_MULTICAST_SHIFT: Final = 120
_SAME_POD_SAME_ADDRESS_SINCE: Final = (0, 8, 0)


@dataclass(slots=True)
class _FirstPod:
    """The state of an allocation: pools and reservations are empty before."""

    ipam: Ipam
    version: Version
    by_pool: dict[Network, Taken] = field(default_factory=dict)
    reserved: Taken = field(default_factory=Taken)
    given: list[Interface] = field(default_factory=list)

    def take(self, part: Range) -> int | None:
        """Give the address that the pod gets of one range; None if there is none."""
        pool = self.by_pool.setdefault(part.network, Taken())
        knows_pod = self.version >= _SAME_POD_SAME_ADDRESS_SINCE
        if pool and knows_pod:
            return next(iter(pool))
        # Since 0.8.0 a reservation of the pod itself is no obstacle.
        taken = self.reserved if self.ipam.overlapping and not knows_pod else pool
        address = part.usable.first_free(taken) if part.usable else None
        if address is not None:
            pool.add(address)
            self.reserved.add(address)
        return address


def first_pod(
    ipam: Ipam, version: Version, requested: Sequence[Interface] = ()
) -> tuple[list[Interface], list[Problem]]:
    """Give the addresses of the first pod, or as far as they come, and what makes every pod fail.

    `requested` are those that the pod asks for itself.
    """
    if ipam.node_slice_size:
        given, problems = _from_slice(ipam)
    else:
        given, problems = [], []
    # A crash comes before all else: the lease is taken before any address.
    problems = sorted((*problems, *lease.problems(ipam.lease)), key=lambda each: not each.is_crash)
    if ipam.sleep_seconds * len(ipam.ranges) >= _REQUEST_SECONDS:
        problem = "sleep_for_race uses up the 10 seconds that Whereabouts has for its requests"
        problems.append(Problem("whereabouts-sleep", problem, ("ipam", "sleep_for_race"), "remove it"))
    if not problems and not ipam.node_slice_size:
        given, problems = _from_pools(ipam, version)
    elif not ipam.node_slice_size:
        problems += [each for part in ipam.ranges for each in range_problems(part)]
    if problems:
        return given, problems
    addresses = [*given, *ipam.addresses, *requested]
    return addresses, result_problems(ipam, addresses, version)


def _from_pools(ipam: Ipam, version: Version) -> tuple[list[Interface], list[Problem]]:
    state = _FirstPod(ipam, version)
    problems: list[Problem] = []
    for part in ipam.ranges:
        if problems:
            # The pod has failed; the ranges behind are looked at for their own mistakes only.
            problems += range_problems(part)
            continue
        problems += _name_problems(ipam, pool_name(part.network, ipam.network_name), "IPPool", part)
        problems += range_problems(part)
        address = None if problems else state.take(part)
        if address is None:
            problems += [] if problems else [_nothing_free(part)]
            continue
        if ipam.overlapping:
            name = reservation_name(address, ipam.network_name)
            problems += _name_problems(ipam, name, "OverlappingRangeIPReservation", part)
        state.given.append(Interface(address, part.network))
    return state.given, problems


def _from_slice(ipam: Ipam) -> tuple[list[Interface], list[Problem]]:
    """Give what a pod gets of its node's slice: the same address for every range."""
    problems = slice_problems(ipam)
    if problems:
        return [], problems
    address = ipam.ranges[0].network.first + 1
    # Behind an IPv6 range stands a mask of which an IPv4 address uses the end.
    prefixes = (max(part.network.prefix, BITS - 32) for part in ipam.ranges)
    return [Interface(address, network_of(address, prefix)) for prefix in prefixes], []


def _nothing_free(part: Range) -> Problem:
    usable = part.usable
    ends = usable is None or not usable.never_ends
    problem = f"range {part.network} has no address left: all are excluded"
    if not ends:
        problem += ", and Whereabouts looks for one for ever"
    return Problem("whereabouts-exhausted", problem, part.exclude_path, is_crash=not ends)


def _name_problems(ipam: Ipam, name: str, kind: str, part: Range) -> list[Problem]:
    if is_object_name(name):
        return []
    problem = f"the API server refuses the {kind} {shown(name)}"
    if ipam.network_name:
        hint = "network_name must be of small letters, digits and -, first a letter or digit"
        return [Problem("whereabouts-name", problem, ("ipam", "network_name"), hint)]
    hint = "set network_name, or use a network that does not start with `::`"
    return [Problem("whereabouts-name", problem, part.range_path, hint)]


def result_problems(ipam: Ipam, addresses: Sequence[Interface], version: Version) -> list[Problem]:
    """Give what the plugin that asked for addresses cannot use of the answer, and the kernel does not take.

    Addresses behind those of ranges and of `addresses` are those that the pod asked for: their problems
    have the path ("ips", index).
    """
    if not ipam.is_for_interface:
        return []
    problems = []
    if not addresses:
        problem = "no range and no address: the interface gets none, and the plugin fails"
        problems.append(Problem("whereabouts-range", problem, ("ipam",), "give a range"))
    kept = _kept(ipam, addresses)
    problems += [*_unusable(ipam, kept), *_duplicates(ipam, kept, version)]
    has_v6 = any(not is_v4(address.address) for address in addresses)
    for at, route in enumerate(ipam.routes):
        path = ("ipam", "routes", at)
        if route is None:
            problem = "a route is null, and the plugin crashes"
            problems.append(Problem("whereabouts-route", problem, path, is_crash=True))
        elif route.dst is None and (has_v6 or ipam.cni_version not in ONE_ADDRESS):
            hint = "name its network in `dst`"
            problems.append(Problem("whereabouts-route", "a route has no dst", path, hint))
    return problems


def requested_problems(ipam: Ipam, version: Version, requested: Sequence[Interface]) -> list[Problem]:
    """Give what is wrong with addresses that a pod asks for on a network that works without them."""
    addresses = [each.address for each in (*ipam.addresses, *requested)]
    if ipam.cni_version in ONE_ADDRESS:
        known = [is_v4(address) for address in addresses]
        if max(known.count(True), known.count(False)) > 1:
            problem = f"cniVersion {ipam.cni_version or '0.1.0'} takes one address of a family"
            return [Problem("annotation-ips", problem, ("ips",))]
    _, problems = first_pod(ipam, version, requested)
    return [each for each in problems if each.path[:1] == ("ips",)]


def _kept(ipam: Ipam, addresses: Sequence[Interface]) -> list[tuple[int, Interface]]:
    """Give the addresses of a result with their index: in old versions the first of each family."""
    indexed = list(enumerate(addresses))
    if ipam.cni_version not in ONE_ADDRESS:
        return indexed
    first = {is_v4(address.address): (at, address) for at, address in reversed(indexed)}
    return sorted(first.values(), key=lambda each: each[0])


def _path(ipam: Ipam, at: int) -> Steps:
    """Give the place of one address of a result."""
    if at < len(ipam.ranges):
        return ipam.ranges[at].range_path
    at -= len(ipam.ranges)
    return ("ipam", "addresses", at) if at < len(ipam.addresses) else ("ips", at - len(ipam.addresses))


def _unusable(ipam: Ipam, addresses: Sequence[tuple[int, Interface]]) -> Iterator[Problem]:
    for at, each in addresses:
        address = each.address
        if not is_v4(address) and (address in (0, 1) or address >> _MULTICAST_SHIFT == 0xFF):  # noqa: PLR2004
            problem = f"Linux takes {format_address(address)} for no interface"
            yield Problem("whereabouts-address", problem, _path(ipam, at), "use a range such as fd00:1::/64")


def _duplicates(
    ipam: Ipam, addresses: Sequence[tuple[int, Interface]], version: Version
) -> Iterator[Problem]:
    """Yield the first address that an interface would get twice, which the kernel refuses."""
    seen: set[tuple[int, int]] = set()
    for at, each in addresses:
        # Linux compares IPv4 addresses with their prefix.
        key = each.address, each.network.prefix if is_v4(each.address) else 0
        if key not in seen:
            seen.add(key)
            continue
        problem = (
            f"Whereabouts {format_version(version)} gives a pod {format_address(each.address)} twice, "
            "and its interface takes it once"
        )
        hint = (
            "each range needs addresses of its own" if at < len(ipam.ranges) else "exclude it from the range"
        )
        yield Problem("whereabouts-same-range", problem, _path(ipam, at), hint)
        return
