"""The address plan of some networks: what each hands out, to how many pods, and what they have in common."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from chartgen.cni.addresses import Network
from chartgen.cni.ipvlan import TYPE as IPVLAN
from chartgen.cni.libcni import Plugin
from chartgen.cni.nad import Attachment
from chartgen.cni.pools import pool_name
from chartgen.cni.ranges import AddressRange, Span
from chartgen.cni.whereabouts import Ipam, Range
from chartgen.core.finding import Severity
from chartgen.core.values_path import Steps
from chartgen.networks import plan_capacity
from chartgen.networks.plan_capacity import Blocks, Demand, Verdict
from chartgen.networks.plan_sharing import Handed, Sharing, sharing


@dataclass(frozen=True, slots=True)
class Source:
    """A network as it was read: `attachment` is None where it was refused before, and `error` says why.

    `path` gives the place of a part of its configuration, as people write it.
    """

    key: str
    name: str
    namespaces: tuple[str, ...]
    attachment: Attachment | None
    path: Callable[[Steps], str]
    error: str = ""


@dataclass(frozen=True, slots=True)
class PlannedRange:
    """One range of a network; `gateway` is that of the network where it lies in this range."""

    path: str
    pool: str
    network: Network
    usable: AddressRange
    gateway: int | None
    sharing: Sharing

    @property
    def family(self) -> int:
        """4 or 6."""
        return 4 if self.network.is_v4 else 6

    @property
    def excluded(self) -> int:
        """How many addresses between the first and the last are never handed out."""
        first, last = self.usable.first, self.usable.last
        inside = (Span(max(first, span.first), min(last, span.last)) for span in self.usable.free)
        return last - first + 1 - sum(max(0, span.size) for span in inside)

    @property
    def hands_out_gateway(self) -> bool:
        """Whether some pod gets the address of the gateway."""
        return self.gateway is not None and self.usable.hands_out(self.gateway)


@dataclass(frozen=True, slots=True)
class PlannedNetwork:
    """One network: `error` says why it cannot work, `pods` how many it carries.

    `pods` is None where nobody knows: Whereabouts gives no addresses to it. `gke` are the blocks that GKE
    gives to nodes, `slices` those of Whereabouts.
    """

    key: str
    name: str
    namespaces: tuple[str, ...]
    type: str = ""
    master: str = ""
    mode: str = ""
    ranges: tuple[PlannedRange, ...] = ()
    error: str = ""
    pods: int | None = None
    gke: Blocks | None = None
    slices: Blocks | None = None
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class Pool:
    """One IPPool, and the networks that take their addresses from it."""

    name: str
    network: Network
    networks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan: networks in the order in which they came, pools by name."""

    platform: str
    demand: Demand | None
    networks: tuple[PlannedNetwork, ...]
    pools: dict[str, Pool]

    @property
    def ranges(self) -> list[tuple[PlannedNetwork, PlannedRange]]:
        """All ranges of networks that work, each with its network."""
        return [(network, part) for network in self.networks for part in network.ranges]

    @property
    def broken(self) -> int:
        """How many networks cannot work."""
        return sum(bool(network.error) for network in self.networks)

    @property
    def short(self) -> int:
        """How many networks are too small for what is asked for."""
        return sum(each.verdict is not None and not each.verdict.is_enough for each in self.networks)


def plan(sources: Iterable[Source], platform: str = "", demand: Demand | None = None) -> Plan:
    """Plan networks; of those that cannot work the first error counts, and nothing of their ranges."""
    networks = list(sources)
    parts = [list(_parts(source)) for source in networks]
    flat = [part for of_network in parts for part in of_network]
    common = iter(sharing([part.handed for part in flat]))
    planned = tuple(
        _network(source, of_network, [next(common) for _ in of_network], platform, demand)
        for source, of_network in zip(networks, parts, strict=True)
    )
    return Plan(platform, demand, planned, _pools(planned))


@dataclass(frozen=True, slots=True)
class _Part:
    """A range on its way into the plan."""

    path: str
    ipam: Ipam
    range: Range
    usable: AddressRange
    handed: Handed


def _parts(source: Source) -> Iterator[_Part]:
    if source.attachment is None or not source.attachment.works:
        return
    for at, ipam in source.attachment.ipams.items():
        above = source.attachment.plugins[at].path
        for part in ipam.ranges:
            if part.usable is not None:
                handed = Handed(source.key, ipam.network_name, part.usable.free)
                yield _Part(source.path((*above, *part.range_path)), ipam, part, part.usable, handed)


def _network(
    source: Source, parts: Sequence[_Part], common: Sequence[Sharing], platform: str, demand: Demand | None
) -> PlannedNetwork:
    started = _plugin(source.attachment)
    config: dict[str, Any] = dict(started.stdin) if started else {}
    kind = started.type if started else ""
    sliced = [found for part in parts[:1] if (found := plan_capacity.slices(part.ipam))]
    gke = plan_capacity.gke_blocks((part.range.network for part in parts), demand)
    on_gke = [gke] if gke and platform == plan_capacity.GKE else []
    pods = plan_capacity.carried([part.handed for part in parts])
    pods = min((pods, *(each.nodes * each.pods for each in sliced)))
    verdict = None
    if demand and parts:
        groups = [each.group for each in common]
        verdict = plan_capacity.verdict(demand, pods, groups, [*sliced, *on_gke])
    return PlannedNetwork(
        source.key,
        source.name,
        source.namespaces,
        kind,
        str(config.get("master") or ""),
        str(config.get("mode") or ("l2" if kind == IPVLAN else "")),
        tuple(map(_range, parts, common)),
        source.error or _first_error(source),
        pods if parts else None,
        next(iter(on_gke), None),
        next(iter(sliced), None),
        verdict,
    )


def _plugin(attachment: Attachment | None) -> Plugin | None:
    """Give the plugin that makes the interface: the first."""
    return attachment.plugins[0] if attachment and attachment.plugins else None


def _first_error(source: Source) -> str:
    problems = source.attachment.problems if source.attachment else ()
    errors = (each for each in problems if each.severity is Severity.ERROR)
    return next((f"{source.path(each.path)}: {each.message}" for each in errors), "")


def _range(part: _Part, common: Sharing) -> PlannedRange:
    gateway = part.ipam.gateway
    if gateway is not None and not part.range.network.contains(gateway):
        gateway = None
    pool = pool_name(part.range.network, part.ipam.network_name)
    return PlannedRange(part.path, pool, part.range.network, part.usable, gateway, common)


def _pools(networks: Iterable[PlannedNetwork]) -> dict[str, Pool]:
    found: dict[str, tuple[Network, dict[str, None]]] = {}
    for network in networks:
        for part in network.ranges:
            found.setdefault(part.pool, (part.network, {}))[1][network.key] = None
    return {name: Pool(name, of_pool[0], tuple(of_pool[1])) for name, of_pool in sorted(found.items())}
