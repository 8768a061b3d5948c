"""Addresses that two living pods hold.

`audit-duplicate-address`: an error where two pods that run show one address on networks of one network_name.
A warning where one of them has it from its pool alone: because it is pending or its network-status cannot be
read, or because the allocation may be younger than what was read of pods; and where the networks are told not
to care (enable_overlapping_ranges), as separate ones are that use the same range twice.

The cluster's own network is left out (entries with `default`), and so are pods that use the node's, that have
finished or that terminate: their addresses may rightly belong to others again. So are networks that are not
Whereabouts': host-local gives an address once on each node.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from chartgen.cni.addresses import format_address
from chartgen.core.finding import Finding, Severity
from chartgen.networks.dump import Key, Pod
from chartgen.networks.holders import UNPROVEN, Holder, Order, holder
from chartgen.networks.snapshot import Allocation, Snapshot

_SHOWN: Final = 5

_Held = dict[tuple[str, int], dict[Key, bool]]
"""By network_name and address, the pods, and whether each surely has it."""


def findings(snapshot: Snapshot, order: Order) -> Iterator[Finding]:
    """Yield one finding for each address that more than one living pod holds."""
    held: _Held = defaultdict(dict)
    for pod in snapshot.dump.pods.values():
        _add_shown(snapshot, pod, held)
    for each in snapshot.allocations:
        _add_allocated(snapshot, order, each, held)
    for (name, address), pods in held.items():
        if len(pods) > 1:
            yield _finding(snapshot, name, address, pods)


def is_living(pod: Pod) -> bool:
    """Say whether a pod can have an address of a network of Multus, and keeps it."""
    return not (pod.is_finished or pod.is_terminating or pod.uses_host_network)


def _add_shown(snapshot: Snapshot, pod: Pod, held: _Held) -> None:
    if not pod.interfaces or not is_living(pod):
        return
    for interface in pod.interfaces:
        for address in interface.ips:
            name = _network_name(snapshot, pod, interface.name, address)
            if name is not None:
                held[name, address][pod.namespace, pod.name] = True


def _network_name(snapshot: Snapshot, pod: Pod, reference: str, address: int) -> str | None:
    """Give the network_name that an address on a network belongs to, None where Whereabouts has no part."""
    network = snapshot.network(reference)
    if network is not None:
        for parts in network.ranges.around(address):
            return parts[0][0].network_name
        # Addresses that the network or the pod names itself: nobody else's network has them.
        return f"{reference}, beside its ranges" if network.ipams else None
    allocation = snapshot.by_pod.get(((pod.namespace, pod.name), address))
    return allocation.pool.network_name if allocation else None


def _add_allocated(snapshot: Snapshot, order: Order, each: Allocation, held: _Held) -> None:
    pod = snapshot.pod_of(each)
    if pod is None or each.address is None or each.pod is None or not is_living(pod):
        return
    pods = held[each.pool.network_name, each.address]
    if each.pod in pods:
        return
    state = holder(snapshot, pod, each.address)
    if state is Holder.ALIVE:
        pods[each.pod] = order.is_older(each)
    elif state in UNPROVEN:
        pods[each.pod] = False


def _finding(snapshot: Snapshot, name: str, address: int, pods: dict[Key, bool]) -> Finding:
    keys = sorted(pods)
    allocated = snapshot.by_address.get((name, address), [])
    pools = {each.pool for each in allocated}
    is_separate = len(pools) > 1 and not any(pool.users.reserve for pool in pools)
    is_sure = sum(pods.values()) > 1 and not is_separate
    labels = ["/".join(key) for key in keys]
    shown = ", ".join(labels[:_SHOWN]) + (f" and {len(labels) - _SHOWN} more" if len(labels) > _SHOWN else "")
    problem = f"{format_address(address)} is held by {len(labels)} pods: {shown}"
    if name:
        problem += f" (network {name})"
    if not is_sure:
        problem += "; not certain from the dump alone"
    owners = sorted({each.podref for each in allocated} & {*labels})
    others = [label for label in labels if label not in owners[:1]]
    owned = f"{owners[0]} has it from its pool; " if owners else ""
    hint = f"{owned}delete pod {others[0]}, so that it starts with another address"
    first = snapshot.dump.pods[keys[0]]
    return Finding(
        first.location("Pod"),
        "audit-duplicate-address",
        Severity.ERROR if is_sure else Severity.WARNING,
        problem,
        hint,
    )
