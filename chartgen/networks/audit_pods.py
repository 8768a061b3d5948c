"""Pods that lack what they ask for, or have what nobody keeps.

- `audit-missing-interface`: a pod that runs asks for a network that its network-status does not show; an
  error. One that does not run yet, info: it may still get it. An annotation that was changed after the pod
  started looks the same.
- `audit-unallocated-address`, warning: a living pod has an address of a pool that does not know of it, so
  that another pod gets it too. Pools are read after pods: a pod that went in between looks the same.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from chartgen.cni import annotation
from chartgen.cni.addresses import format_address
from chartgen.cni.annotation import Request
from chartgen.cni.pools import pool_name
from chartgen.cni.status import Status
from chartgen.core.finding import Finding, Severity
from chartgen.networks.audit_duplicates import is_living
from chartgen.networks.dump import Pod
from chartgen.networks.snapshot import Snapshot
from chartgen.networks.users import Network

_SHOWN: Final = 100


def findings(snapshot: Snapshot) -> Iterator[Finding]:
    """Yield the findings of all pods that live."""
    pools = {pool.pool.name for pool in snapshot.pools}
    for pod in snapshot.dump.pods.values():
        if not is_living(pod):
            continue
        if pod.networks:
            yield from _lacking(snapshot, pod)
        for interface in pod.interfaces or ():
            network = snapshot.network(interface.name)
            if network is not None:
                yield from _unallocated(snapshot, pod, interface, network, pools)


def _lacking(snapshot: Snapshot, pod: Pod) -> Iterator[Finding]:
    requests, problems = annotation.parse(pod.networks, pod.namespace)
    is_running = pod.phase == "Running"
    hint = "see its events and Multus' log on its node" + (", and restart the pod" if is_running else "")
    if problems:
        problem = f"{annotation.NETWORKS} {problems[0].message}"
    else:
        lacking = _missing(requests, pod)
        if not lacking:
            return
        unknown = next((each for each in lacking if not _is_known(snapshot, each)), None)
        problem = f"has no interface in {', '.join(dict.fromkeys(lacking))[:_SHOWN]}"
        if pod.interfaces is None:
            problem += (
                ": its network-status cannot be read" if pod.has_status else ": it has no network-status"
            )
        if unknown:
            hint = f"there is no network {unknown[:_SHOWN]}"
    severity = Severity.ERROR if is_running else Severity.INFO
    problem += "" if is_running else f"; the pod is {pod.phase.lower() or 'in no phase'}"
    yield Finding(pod.location("Pod"), "audit-missing-interface", severity, problem, hint)


def _missing(requests: list[Request], pod: Pod) -> list[str]:
    """Give the networks, each as often as it is missing."""
    wanted = [each.reference for each in requests if each.name]
    shown = [each.name for each in pod.interfaces or ()]
    # As it is with nearly every pod; counting takes longer.
    if wanted == shown:
        return []
    return [*(Counter(wanted) - Counter(shown)).elements()]


def _is_known(snapshot: Snapshot, reference: str) -> bool:
    return not snapshot.networks or snapshot.network(reference) is not None


def _unallocated(
    snapshot: Snapshot, pod: Pod, interface: Status, network: Network, pools: set[str]
) -> Iterator[Finding]:
    for address in interface.ips:
        if address in snapshot.addresses:
            continue
        names = (
            pool_name(part.network, ipam.network_name)
            for parts in network.ranges.around(address)
            for ipam, part in parts[:1]
        )
        if any(name in pools for name in names):
            shown = f"{format_address(address)} on {interface.interface}"
            problem = f"{shown} is allocated in no pool: another pod gets it too"
            hint = "restart the pod; ask for no addresses in `ips`, which nobody reserves"
            location = pod.location("Pod")
            yield Finding(location, "audit-unallocated-address", Severity.WARNING, problem, hint)
