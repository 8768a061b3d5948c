"""What table and picture of a plan say in the same words."""

from collections.abc import Iterator, Sequence
from itertools import islice
from math import log2
from typing import Final

from chartgen.cni.addresses import format_address
from chartgen.cni.pools import LARGEST_POOL
from chartgen.core.visible import visible
from chartgen.networks.plan import Plan, PlannedNetwork, PlannedRange
from chartgen.networks.plan_sharing import MOST_NAMED

_LARGEST_EXACT: Final = 2**32
_LONGEST_NAME: Final = 63


def count(number: int) -> str:
    """Write a number with separators; one that IPv4 has no room for as a power of two."""
    if number <= _LARGEST_EXACT:
        return f"{number:,}"
    power = f"{log2(number):.1f}"
    return f"2^{power.removesuffix('.0')}"


def counted(number: int, word: str) -> str:
    """Write a number with its word, such as `2 networks`."""
    return f"{count(number)} {word if number == 1 else word + ('es' if word.endswith('s') else 's')}"


def shown(name: str, most: int = _LONGEST_NAME) -> str:
    """Give a text of the user's as it is shown: nothing in it that a terminal obeys, and not too long."""
    text = visible(name)
    return text if len(text) <= most else f"{text[: most - 3]}..."


def names(first: Sequence[str], others: int = 0) -> str:
    """Write a list of networks or namespaces: the first ones by name, and how many there are beside them."""
    text = [shown(name) for name in first[:MOST_NAMED]]
    others += len(first) - len(text)
    text += [counted(others, "other")] if others else []
    return " and ".join([", ".join(text[:-1]), text[-1]]) if len(text) > 1 else "".join(text)


def title(plan: Plan) -> str:
    """Say in one line what is planned."""
    parts = [f"Platform {plan.platform}"] if plan.platform else []
    parts += [counted(len(plan.networks), "network"), counted(len(plan.ranges), "range")]
    parts += [f"{count(plan.broken)} cannot work"] if plan.broken else []
    return ", ".join(parts)


def asked(plan: Plan) -> str:
    """Say in one line what is asked for and whether there is enough; nothing where nothing is asked for."""
    if not plan.demand:
        return ""
    nodes, pods = counted(plan.demand.nodes, "node"), counted(plan.demand.pods_per_node, "pod")
    answer = f"{counted(plan.short, 'network')} too small" if plan.short else "every network is large enough"
    return f"{nodes} with {pods} each take {count(plan.demand.pods)} addresses of each range: {answer}"


def where(network: PlannedNetwork) -> str:
    """Say what carries a network, and which namespaces have it."""
    kind = f"{network.type} {network.mode}".strip()
    parts = [f"{kind} on {shown(network.master)}" if network.master else kind] if kind else []
    if network.namespaces:
        parts.append(f"in {names(network.namespaces)}")
    if network.name != network.key:
        parts.insert(0, f"called {shown(network.name)}")
    return ", ".join(parts)


def network_notes(plan: Plan, network: PlannedNetwork) -> Iterator[str]:
    """Yield what is to say of a network as a whole."""
    if network.error:
        yield f"cannot work: {visible(network.error)}"
    elif not network.ranges:
        yield "its addresses do not come from Whereabouts"
    for blocks, who in ((network.slices, "Whereabouts"), (network.gke, "GKE")):
        if blocks:
            few = (
                f", not {count(plan.demand.nodes)}"
                if plan.demand and plan.demand.nodes > blocks.nodes
                else ""
            )
            yield (
                f"{who} gives a node {blocks.addresses} addresses for up to {counted(blocks.pods, 'pod')}: "
                f"room for {counted(blocks.nodes, 'node')}{few}"
            )


def verdict(network: PlannedNetwork) -> str:
    """Say whether a network is large enough; nothing where that was not asked or nobody knows."""
    found = network.verdict
    if found is None:
        return ""
    if found.is_enough:
        return "enough"
    missing = max(found.addresses, found.shared)
    if missing:
        return f"short by {count(missing)}"
    if found.nodes:
        return f"short by {counted(found.nodes, 'node')}"
    return f"short by {found.pods_per_node} a node"


def gateway(part: PlannedRange) -> str:
    """Say what becomes of the gateway of a range; nothing where there is none."""
    if part.gateway is None:
        return ""
    state = "is handed out to a pod" if part.hands_out_gateway else "is kept free"
    return f"gateway {format_address(part.gateway)} {state}"


def range_notes(plan: Plan, part: PlannedRange, owner: str) -> Iterator[str]:
    """Yield what a range has in common with others, and whether its pool holds it."""
    pool = plan.pools[part.pool].networks
    if len(pool) > 1:
        named = list(islice((name for name in pool if name != owner), MOST_NAMED))
        yield f"shares its pool with {names(named, len(pool) - 1 - len(named))}"
    for overlap in part.sharing.overlaps:
        first, last = format_address(overlap.span.first), format_address(overlap.span.last)
        yield f"overlaps {shown(overlap.other)}: {first} - {last}"
    if part.sharing.has_more:
        yield "overlaps more networks"
    group = part.sharing.group
    if len(group.owners) > 1:
        wanted = f" and take {count(plan.demand.pods * group.ranges)}" if plan.demand else ""
        several = counted(len(group.owners), "network")
        yield f"{several} have {count(group.addresses)} addresses between them{wanted}"
    if part.usable.usable > LARGEST_POOL:
        yield f"an IPPool holds about {LARGEST_POOL:,} allocations at a time"
