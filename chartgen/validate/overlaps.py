"""Networks that get into each other's way: addresses, parents and modes.

Costs O(n log n) in the number of ranges, however large they are.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from chartgen.cni.addresses import Network, format_address
from chartgen.cni.ipvlan import TYPE as IPVLAN
from chartgen.cni.problem import Problem, warning
from chartgen.cni.ranges import Span
from chartgen.cni.whereabouts import Range
from chartgen.validate.attached import Attached

_SHARES_PARENT: Final = "macvlan"


@dataclass(frozen=True, slots=True)
class Use:
    """The addresses that one range of a network hands out, without gaps."""

    span: Span
    owner: Attached
    part: Range
    plugin: int

    @property
    def network_name(self) -> str:
        """What keeps the addresses of equal ranges apart."""
        return self.owner.attachment.ipams[self.plugin].network_name

    def problem(self, rule: str, message: str, hint: str = "") -> tuple[Attached, Problem]:
        """Make a warning at the range."""
        started = self.owner.attachment.plugins[self.plugin]
        return self.owner, warning(rule, message, self.part.range_path, hint).under(*started.path)


def uses(networks: Iterable[Attached]) -> list[Use]:
    """Give what all networks hand out, by first address."""
    found = [
        Use(span, network, part, plugin)
        for network in networks
        for plugin, ipam in network.attachment.ipams.items()
        for part in ipam.ranges
        if part.usable is not None
        for span in part.usable.free
    ]
    return sorted(found, key=lambda use: (use.span.first, use.span.last))


def all_problems(
    networks: Sequence[Attached], taken: Sequence[tuple[str, Network]] = ()
) -> Iterator[tuple[Attached, Problem]]:
    """Yield everything in which networks get into each other's way, or into that of `taken` ones."""
    yield from overlapping(networks)
    yield from parents(networks)
    yield from reserved(networks, taken)


def overlapping(networks: Sequence[Attached]) -> Iterator[tuple[Attached, Problem]]:
    """Yield the ranges that share addresses with one of another network, each once."""
    reported: set[int] = set()
    # Of what came before, the two that reach furthest are enough: one of them belongs to another network.
    furthest: dict[str, list[Use]] = {}
    for use in uses(networks):
        before = furthest.setdefault(use.network_name, [])
        other = next((each for each in before if each.owner is not use.owner), None)
        if other is not None and other.span.last >= use.span.first and id(use.part) not in reported:
            reported.add(id(use.part))
            yield _overlap(other, use)
        _keep_furthest(before, use)


def _keep_furthest(before: list[Use], use: Use) -> None:
    """Put a use among the two of different networks that reach furthest, the furthest first."""
    same = next((each for each in before if each.owner is use.owner), None)
    if same is not None:
        before.remove(same)
        use = max(same, use, key=lambda each: each.span.last)
    before.append(use)
    before.sort(key=lambda each: -each.span.last)
    del before[2:]


def _overlap(before: Use, use: Use) -> tuple[Attached, Problem]:
    first = format_address(use.span.first)
    if before.part.network == use.part.network:
        problem = (
            f"{use.owner.label} and {before.owner.label} take their addresses from one pool, "
            f"{use.part.network}, from {first} on"
        )
        hint = "right where both mean the same network; otherwise give each a networkName (network_name)"
        return use.problem("whereabouts-shared-pool", problem, hint)
    ipams = [each.owner.attachment.ipams[each.plugin] for each in (before, use)]
    problem = (
        f"{use.part.network} of {use.owner.label} and {before.part.network} of {before.owner.label} "
        f"both have {first}"
    )
    hint = "give each network addresses of its own"
    if not all(ipam.overlapping for ipam in ipams):
        problem += (
            ", and nothing keeps Whereabouts from giving it to two pods: enable_overlapping_ranges is off"
        )
    return use.problem("whereabouts-overlap", problem, hint)


def reserved(
    networks: Sequence[Attached], taken: Sequence[tuple[str, Network]]
) -> Iterator[tuple[Attached, Problem]]:
    """Yield the ranges that share addresses with a named network of the cluster, such as that of its pods."""
    for use in uses(networks):
        for name, network in taken:
            same = network.is_v4 == use.part.network.is_v4
            if same and use.span.first <= network.last and network.first <= use.span.last:
                problem = f"{use.part.network} overlaps with the {name} {network}"
                yield use.problem("whereabouts-reserved", problem, "give the network addresses of its own")


def parents(networks: Iterable[Attached]) -> Iterator[tuple[Attached, Problem]]:
    """Yield the networks that want a parent interface otherwise than an earlier one does.

    A parent of ipvlan has one mode, and carries ipvlan or macvlan but not both (the kernel says EBUSY).
    """
    first: dict[str, tuple[Attached, str, str]] = {}
    for network in networks:
        for started in network.attachment.plugins:
            config = dict(started.stdin)
            master = config.get("master")
            if started.type not in (IPVLAN, _SHARES_PARENT) or not isinstance(master, str) or not master:
                continue
            kind, mode = started.type, _mode(config) if started.type == IPVLAN else ""
            owner, known_kind, known_mode = first.setdefault(master, (network, kind, mode))
            if known_kind != kind:
                problem = f"{master} cannot carry {kind}: {owner.label} has {known_kind} on it"
                yield network, warning("ipvlan-parent", problem, (*started.path, "master"))
            elif known_mode != mode:
                problem = f"{master} cannot carry the mode {mode}: {owner.label} has {known_mode} on it"
                yield network, warning("ipvlan-parent", problem, (*started.path, "mode"))


def _mode(config: dict[str, Any]) -> str:
    return str(config.get("mode") or "l2")
