"""The address plan as data, as `schemas/networks.schema.json` describes it."""

from typing import Any

from chartgen.cni.addresses import format_address
from chartgen.cni.ranges import Span
from chartgen.networks.plan import Plan, PlannedNetwork, PlannedRange
from chartgen.networks.plan_capacity import Blocks


def summary(plan: Plan) -> dict[str, Any]:
    """Count what is in a plan; `short` is None where nothing is asked for."""
    return {
        "networks": len(plan.networks),
        "ranges": len(plan.ranges),
        "broken": plan.broken,
        "short": plan.short if plan.demand else None,
    }


def result(plan: Plan) -> dict[str, Any]:
    """Give the whole plan; what is not there is None."""
    demand = plan.demand
    return {
        "platform": plan.platform or None,
        "demand": demand
        and {"nodes": demand.nodes, "podsPerNode": demand.pods_per_node, "pods": demand.pods},
        "networks": [_network(network) for network in plan.networks],
        "pools": [
            {"name": pool.name, "range": str(pool.network), "networks": list(pool.networks)}
            for pool in plan.pools.values()
        ],
    }


def _network(network: PlannedNetwork) -> dict[str, Any]:
    verdict = network.verdict
    return {
        "key": network.key,
        "name": network.name,
        "namespaces": list(network.namespaces),
        "type": network.type or None,
        "master": network.master or None,
        "mode": network.mode or None,
        "error": network.error or None,
        "pods": network.pods,
        "verdict": verdict
        and {
            "enough": verdict.is_enough,
            "shortAddresses": max(verdict.addresses, verdict.shared),
            "shortNodes": verdict.nodes,
            "shortPodsPerNode": verdict.pods_per_node,
        },
        "gkeBlocks": _blocks(network.gke),
        "slices": _blocks(network.slices),
        "ranges": [_range(part) for part in network.ranges],
    }


def _blocks(blocks: Blocks | None) -> dict[str, int] | None:
    if blocks is None:
        return None
    return {"addresses": blocks.addresses, "podsPerNode": blocks.pods, "nodes": blocks.nodes}


def _range(part: PlannedRange) -> dict[str, Any]:
    group = part.sharing.group
    return {
        "valuesPath": part.path,
        "family": f"IPv{part.family}",
        "range": str(part.network),
        **_span(Span(part.usable.first, part.usable.last)),
        "usable": part.usable.usable,
        "excluded": part.excluded,
        "gateway": None if part.gateway is None else format_address(part.gateway),
        "gatewayHandedOut": part.hands_out_gateway,
        "pool": part.pool,
        "overlaps": [{"network": each.other, **_span(each.span)} for each in part.sharing.overlaps],
        "moreOverlaps": part.sharing.has_more,
        "common": {
            "networks": len(group.owners),
            "ranges": group.ranges,
            "addresses": group.addresses,
        },
    }


def _span(span: Span) -> dict[str, str]:
    return {"first": format_address(span.first), "last": format_address(span.last)}
