"""What is wrong with single allocations.

- `audit-leaked-allocation`, error: no pod has the address any more; the hint frees it. A warning where the
  allocation may be younger than what was read of pods, since a dump is not one instant.
- `audit-unproven-allocation`, info: its pod does not show it yet, or is going, or has finished; as a warning
  where a pod runs without network-status, since Whereabouts' reconciler frees its address all the same.
- `audit-outside-range`, warning: the address lies outside the pool, or no network that uses the pool hands
  it out, or Whereabouts cannot read it and gives it to another pod.
- `audit-old-format`: an allocation without podref is an error from Whereabouts 0.8.0 on, whose CRD refuses
  the next change of the whole pool; before that, where merely no reconciler frees it, info. One without
  ifname is a warning from 0.8.0 on: it is not found when its pod goes. One finding for each pool.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from chartgen.cni.versions import format_version
from chartgen.core.finding import Finding, Severity
from chartgen.networks import freeing
from chartgen.networks.holders import LOST, UNPROVEN, Holder, Order, holder
from chartgen.networks.snapshot import Allocation, OpenPool, Snapshot

NEW_FORMAT_SINCE: Final = (0, 8, 0)
_SHOWN: Final = 5
_UNPROVEN: Final = {
    Holder.PENDING: "is still pending and does not show it yet",
    Holder.TERMINATING: "is terminating and does not show it",
    Holder.SILENT: (
        "runs without a readable network-status: Whereabouts' reconciler will free the address, in use or not"
    ),
    Holder.FINISHED: "has finished; Whereabouts frees the address only when the pod is deleted",
}


def findings(snapshot: Snapshot, order: Order) -> Iterator[Finding]:
    """Yield the findings of all pools."""
    for pool in snapshot.pools:
        allocations = pool.allocations
        yield from _formats(snapshot, pool, allocations)
        for each in allocations:
            yield from _outside(snapshot, each)
            yield from _lost(snapshot, order, each)


def _lost(snapshot: Snapshot, order: Order, each: Allocation) -> Iterator[Finding]:
    pod = snapshot.pod_of(each)
    if not each.podref or not snapshot.dump.pods:
        return
    state = holder(snapshot, pod, each.address)
    subject = f"{each.shown} is allocated to pod {each.podref}"
    if state in LOST:
        if state is Holder.OTHER:
            problem = f"{subject}, and the pod of that name does not have it"
        else:
            problem = f"{subject}, and there is no such pod"
        severity = Severity.ERROR
        if not order.is_older(each):
            severity = Severity.WARNING
            problem += "; but the pool may be newer than what was read of pods"
        hint = freeing.free_allocation(each, pod, snapshot.reservation_of(each))
        yield finding(each.pool, "audit-leaked-allocation", severity, problem, hint)
    elif state in UNPROVEN or state is Holder.FINISHED:
        severity = Severity.WARNING if state is Holder.SILENT else Severity.INFO
        hint = "delete the pod" if state is Holder.FINISHED else ""
        problem = f"{subject}, which {_UNPROVEN[state]}"
        yield finding(each.pool, "audit-unproven-allocation", severity, problem, hint)


def _outside(snapshot: Snapshot, each: Allocation) -> Iterator[Finding]:
    pool = each.pool
    if pool.range is None:
        return
    if each.address is None:
        problem = f"distance {each.shown} is none that Whereabouts can read: it hands the address out again"
    elif not pool.range.network.contains(each.address):
        problem = f"{each.shown} lies outside {pool.range.network}"
    elif pool.users.networks and not pool.users.hand_out(each.address):
        problem = (
            f"{each.shown} is handed out by no network that uses the pool: outside their ranges, or excluded"
        )
    else:
        return
    hint = f"restart pod {each.podref}: it gets another address" if snapshot.pod_of(each) else ""
    yield finding(pool, "audit-outside-range", Severity.WARNING, problem, hint)


def _formats(snapshot: Snapshot, pool: OpenPool, allocations: Iterable[Allocation]) -> Iterator[Finding]:
    version = snapshot.versions.whereabouts
    is_new = version >= NEW_FORMAT_SINCE
    nameless = [each for each in allocations if not isinstance(_fields(each).get("podref"), str)]
    if nameless:
        problem = f"{_shown(nameless)} without podref"
        if is_new:
            problem += f": the CRD of Whereabouts {format_version(version)} refuses every change of the pool"
        else:
            problem += ": Whereabouts never frees them, and the CRD since 0.8.0 refuses the whole pool"
        severity = Severity.ERROR if is_new else Severity.INFO
        hint = "find their pods by the container id, and write podref as namespace/name"
        yield finding(pool, "audit-old-format", severity, problem, hint)
    old = [each for each in allocations if not each.is_named and each.podref]
    if old and is_new:
        problem = (
            f"{_shown(old)} without ifname, as written before 0.8.0: Whereabouts {format_version(version)} "
            "does not find them when their pods go, and only its reconciler frees them"
        )
        hint = "restart these pods, or run the reconciler often"
        yield finding(pool, "audit-old-format", Severity.WARNING, problem, hint)


def _fields(each: Allocation) -> dict[str, object]:
    return each.value if isinstance(each.value, dict) else {}


def _shown(allocations: list[Allocation]) -> str:
    names = ", ".join(each.shown for each in allocations[:_SHOWN])
    more = f" and {len(allocations) - _SHOWN} more" if len(allocations) > _SHOWN else ""
    return f"{names}{more} {'is' if len(allocations) == 1 else 'are'}"


def finding(pool: OpenPool, rule: str, severity: Severity, problem: str, hint: str = "") -> Finding:
    """Make a finding about a pool."""
    return Finding(pool.pool.location("IPPool"), rule, severity, problem, hint)
