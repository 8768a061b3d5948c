"""Networks that get into each other's way: addresses, parents and modes.

Costs O(n log n) in the number of ranges, however large they are.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from chartgen.cni.addresses import Network, format_address
from chartgen.cni.ipvlan import TYPE as IPVLAN
from chartgen.cni.libcni import Plugin
from chartgen.cni.problem import Problem, warning
from chartgen.cni.ranges import Span
from chartgen.cni.whereabouts import Range
from chartgen.validate.attached import Attached

_SHARES_PARENT: Final = "macvlan"
_OWN_ADDRESSES: Final = "give each network addresses of its own"


@dataclass(frozen=True, slots=True)
class Use:
    """The addresses that one range of a network hands out, without gaps."""

    span: Span
    owner: Attached
    part: Range
    plugin: int
    parent: str

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
        Use(span, network, part, plugin, parent)
        for network in networks
        for plugin, ipam in network.attachment.ipams.items()
        for parent in (_parent(network.attachment.plugins[plugin]),)
        for part in ipam.ranges
        if part.usable is not None
        for span in part.usable.free
    ]
    return sorted(found, key=lambda use: (use.span.first, use.span.last))


def all_problems(
    networks: Sequence[Attached], taken: Sequence[tuple[str, Network]] = ()
) -> Iterator[tuple[Attached, Problem]]:
    """Yield everything in which networks get into each other's way, or into that of `taken` ones."""
    networks = list(distinct(networks))
    yield from overlapping(networks)
    yield from parents(networks)
    yield from reserved(networks, taken)


def distinct(networks: Sequence[Attached]) -> Iterator[Attached]:
    """Leave out the copies of a network: of one name and configuration, for the pods of other namespaces.

    They share their addresses because they are meant to.
    """
    count = Counter(network.name for network in networks)
    seen: set[tuple[str, str]] = set()
    for network in networks:
        if count[network.name] > 1:
            key = (network.name, repr(network.attachment.network))
            if key in seen:
                continue
            seen.add(key)
        yield network


def overlapping(networks: Sequence[Attached]) -> Iterator[tuple[Attached, Problem]]:
    """Yield the ranges that share addresses with one of another network, each once.

    Whereabouts knows of the addresses under one network_name only. Networks of different names may have the
    same, unless they are on one parent.
    """
    reported: set[int] = set()
    # Of what came before, the two that reach furthest are enough: one of them is of another network, or name.
    of_name: dict[str, list[Use]] = {}
    of_parent: dict[str, list[Use]] = {}
    for use in uses(networks):
        named = of_name.setdefault(use.network_name, [])
        placed = of_parent.setdefault(use.parent, []) if use.parent else []
        if id(use.part) not in reported:
            other, apart = _reaching(named, use, _owner), _reaching(placed, use, _name)
            if other or apart:
                reported.add(id(use.part))
            if other:
                yield _overlap(other, use)
            elif apart:
                yield _apart(apart, use)
        _keep_furthest(named, use, _owner)
        _keep_furthest(placed, use, _name)


def _owner(use: Use) -> Attached:
    return use.owner


def _name(use: Use) -> str:
    return use.network_name


def _reaching(before: list[Use], use: Use, key: Callable[[Use], object]) -> Use | None:
    """Give the use of another key that reaches furthest, if it reaches this one."""
    other = next((each for each in before if key(each) != key(use)), None)
    return other if other and other.span.last >= use.span.first else None


def _keep_furthest(before: list[Use], use: Use, key: Callable[[Use], object]) -> None:
    """Put a use among the two of different keys that reach furthest, the furthest first."""
    same = next((each for each in before if key(each) == key(use)), None)
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
        # On one parent a pool of its own would hand out the same addresses again.
        is_apart = use.parent and before.parent and use.parent != before.parent
        means = "a networkName (network_name)" if is_apart else "addresses of its own"
        hint = f"right where both mean the same network; otherwise give each {means}"
        return use.problem("whereabouts-shared-pool", problem, hint)
    ipams = [each.owner.attachment.ipams[each.plugin] for each in (before, use)]
    problem = _both_have(before, use)
    if not all(ipam.overlapping for ipam in ipams):
        problem += (
            ", and nothing keeps Whereabouts from giving it to two pods: enable_overlapping_ranges is off"
        )
    return use.problem("whereabouts-overlap", problem, _OWN_ADDRESSES)


def _apart(before: Use, use: Use) -> tuple[Attached, Problem]:
    problem = (
        f"{_both_have(before, use)} on {use.parent}, and Whereabouts can give it to a pod of each: it "
        "does not compare networks of different networkName (network_name)"
    )
    return use.problem("whereabouts-overlap", problem, _OWN_ADDRESSES)


def _both_have(before: Use, use: Use) -> str:
    return (
        f"{use.part.network} of {use.owner.label} and {before.part.network} of {before.owner.label} "
        f"both have {format_address(use.span.first)}"
    )


def reserved(
    networks: Sequence[Attached], taken: Sequence[tuple[str, Network]]
) -> Iterator[tuple[Attached, Problem]]:
    """Yield the ranges that share addresses with a named network of the cluster, such as that of its pods."""
    for use in uses(networks) if taken else ():
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
            master = _parent(started)
            if not master:
                continue
            kind, mode = started.type, _mode(started) if started.type == IPVLAN else ""
            owner, known_kind, known_mode = first.setdefault(master, (network, kind, mode))
            if known_kind != kind:
                problem = f"{master} cannot carry {kind}: {owner.label} has {known_kind} on it"
                yield network, warning("ipvlan-parent", problem, (*started.path, "master"))
            elif known_mode != mode:
                problem = f"{master} cannot carry the mode {mode}: {owner.label} has {known_mode} on it"
                yield network, warning("ipvlan-parent", problem, (*started.path, "mode"))


def _parent(started: Plugin) -> str:
    """Give the node's interface that carries a network, empty where that is none or not known."""
    config = dict(started.stdin)
    master = config.get("master")
    is_parent = started.type in (IPVLAN, _SHARES_PARENT) and config.get("linkInContainer") is not True
    return master if is_parent and isinstance(master, str) else ""


def _mode(started: Plugin) -> str:
    return str(started.stdin.get("mode") or "l2")
