"""Pools that fill up or cannot be used, and networks that are broken or absent.

- `audit-pool-full`, warning: at least so many percent of the addresses are taken that a network can hand out
  of a pool. Networks that share a pool are counted each by its own start, end and excludes; where the dump
  has none, the whole range counts.
- `audit-broken-pool`, error: a range that Whereabouts cannot read, so that no pod gets an address of it.
- `nad-…`, `ipvlan-…`, `whereabouts-…`: the errors that `validate --manifests` tells of a
  NetworkAttachmentDefinition.
- `audit-absent-network`, info: the values have a network that the dump does not.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from chartgen.cni.ranges import Span, address_range
from chartgen.core.finding import Finding, Severity
from chartgen.core.location import Location
from chartgen.core.yaml import format_path
from chartgen.networks.audit_allocations import finding
from chartgen.networks.holders import LOST, holder
from chartgen.networks.snapshot import OpenPool, Snapshot
from chartgen.networks.users import Network

_SHOWN: Final = 3


@dataclass(frozen=True, slots=True)
class Expected:
    """A network of the values: where they have it, and its NetworkAttachmentDefinition."""

    location: Location
    namespace: str
    name: str


def findings(snapshot: Snapshot, fill: float, expected: Iterable[Expected]) -> Iterator[Finding]:
    """Yield the findings; `fill` is the threshold in percent."""
    for network in snapshot.networks.values():
        yield from _broken(network)
    for pool in snapshot.pools:
        if pool.range is None:
            problem = f"range {pool.pool.range[:60]!r} is no network: Whereabouts gives no address of it"
            hint = "delete the pool when no pod uses it; Whereabouts makes it anew"
            yield finding(pool, "audit-broken-pool", Severity.ERROR, problem, hint)
        else:
            yield from _fill(snapshot, pool, fill)
    for each in expected:
        if (each.namespace, each.name) not in snapshot.networks:
            problem = (
                f"{each.location.values_path}: there is no network {each.namespace}/{each.name} in the dump"
            )
            hint = "install the chart with these values, or dump net-attach-def too"
            yield Finding(each.location, "audit-absent-network", Severity.INFO, problem, hint)


def _broken(network: Network) -> Iterator[Finding]:
    if network.attachment is None:
        return
    for problem in network.attachment.problems:
        if problem.severity is Severity.ERROR:
            inside = f"{format_path(problem.path)}: " if problem.path else ""
            location = network.nad.location("NetworkAttachmentDefinition")
            text = f"spec.config: {inside}{problem.message}"
            yield Finding(location, problem.rule, problem.severity, text, problem.hint)


def _fill(snapshot: Snapshot, pool: OpenPool, fill: float) -> Iterator[Finding]:
    taken = sorted(each.address for each in pool.allocations if each.address is not None)
    leaked: list[int] | None = None
    for free, networks in _usable(pool).items():
        size, count = sum(span.size for span in free), _count(taken, free)
        # Whole numbers: a float has no room for the addresses of a /64.
        if not size or count * 100 < fill * size:
            continue
        problem = f"{count} of {size} addresses are taken"
        if networks:
            more = f" and {len(networks) - _SHOWN} more" if len(networks) > _SHOWN else ""
            problem += f" that {', '.join(networks[:_SHOWN])}{more} can hand out"
        leaked = _leaked(snapshot, pool) if leaked is None else leaked
        lost = _count(leaked, free)
        problem += f"; {lost} of them are leaked" if lost else ""
        hint = "free what is leaked" if lost else "give the network a further range, or a larger one"
        yield finding(pool, "audit-pool-full", Severity.WARNING, problem, hint)


def _usable(pool: OpenPool) -> Mapping[tuple[Span, ...], list[str]]:
    """Give what can be handed out of a pool, by the networks that do; without any, all of it."""
    whole = address_range(pool.range.network, None, None) if pool.range and not pool.users.parts else None
    return {whole.free: []} if whole is not None else pool.users.parts


def _count(addresses: Sequence[int], spans: Sequence[Span]) -> int:
    """Count those of sorted addresses that lie in spans."""
    return sum(bisect_right(addresses, span.last) - bisect_left(addresses, span.first) for span in spans)


def _leaked(snapshot: Snapshot, pool: OpenPool) -> list[int]:
    return sorted(
        each.address
        for each in pool.allocations
        if each.address is not None
        and each.podref
        and holder(snapshot, snapshot.pod_of(each), each.address) in LOST
    )
