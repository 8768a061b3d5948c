"""Reservations of addresses across overlapping ranges, against the allocations that they belong to.

- `audit-orphaned-reservation`, warning: no pool gives the address to that pod; as long as it is there, nobody
  gets the address. The hint deletes it where its pod is gone.
- `audit-missing-reservation`, info: allocations of living pods without one; a warning where networks have a
  name, whose reservations Whereabouts' reconciler deletes at each pass (0.7.0 to 0.9.4 iploop.go
  findClusterWideIPReservations). One finding for each pool. Without reservation a pool of an overlapping
  range can give the address to a second pod.

Reservations are read after the pools: of one that may be younger than what was read of them, the message says
so.
"""

from collections.abc import Iterator
from typing import Final

from chartgen.cni.addresses import parse_ip
from chartgen.core.finding import Finding, Severity
from chartgen.networks import freeing
from chartgen.networks.dump import Pod, Reservation
from chartgen.networks.holders import LOST, Holder, Order, holder
from chartgen.networks.snapshot import OpenPool, Snapshot, split_podref

_SHOWN: Final = 5
_LONGEST: Final = 39
"""Letters of an address."""


def findings(snapshot: Snapshot, order: Order) -> Iterator[Finding]:
    """Yield what is wrong with reservations; nothing where none or no pools were read."""
    if not snapshot.pools or not snapshot.dump.reservations:
        return
    used = set()
    for pool in snapshot.pools:
        missing = []
        for each in pool.allocations:
            reservation = snapshot.reservation_of(each)
            if reservation is not None and reservation.podref == each.podref:
                used.add((reservation.namespace, reservation.name))
            elif holder(snapshot, snapshot.pod_of(each), each.address) is Holder.ALIVE:
                missing.append(each.shown)
        if missing and pool.users.reserve:
            yield _missing(pool, missing)
    newest = max(pool.pool.version for pool in snapshot.pools)
    for key, reservation in sorted(snapshot.dump.reservations.items()):
        if key not in used:
            yield _orphaned(snapshot, order, reservation, is_younger=not 0 < reservation.version <= newest)


def _missing(pool: OpenPool, missing: list[str]) -> Finding:
    more = f" and {len(missing) - _SHOWN} more" if len(missing) > _SHOWN else ""
    problem = f"no OverlappingRangeIPReservation of {', '.join(missing[:_SHOWN])}{more}"
    hint = "pods get one when they start again; it matters where ranges overlap"
    if pool.network_name:
        problem += f": the reconciler deletes those of the named network {pool.network_name} at each pass"
    severity = Severity.WARNING if pool.network_name else Severity.INFO
    return Finding(pool.pool.location("IPPool"), "audit-missing-reservation", severity, problem, hint)


def _shows(pod: Pod, reservation: Reservation) -> bool:
    """Say whether a pod has the address of a reservation, in front of which may stand any network_name."""
    name = reservation.name[-_LONGEST:]
    starts = [0, *(at + 1 for at, letter in enumerate(name) if letter == "-")]
    addresses = (parse_ip(name[at:].replace("-", ":")) for at in starts)
    return any(address in pod.addresses for address in addresses)


def _orphaned(snapshot: Snapshot, order: Order, each: Reservation, *, is_younger: bool) -> Finding:
    key = split_podref(each.podref)
    pod = snapshot.dump.pods.get(key) if key else None
    address = snapshot.address_of(each)
    problem = f"no pool gives its address to pod {each.podref or 'without name'}"
    hint = ""
    state = Holder.ALIVE if pod and _shows(pod, each) else holder(snapshot, pod, address)
    if key and state in LOST:
        problem += ", and no such pod has it"
        if is_younger or not order.is_reserved_before(each, each.podref):
            problem += "; but it may be newer than what was read of pools or pods"
        hint = freeing.free_reservation(each, key, pod, address)
    elif state is Holder.ALIVE:
        problem += ", which shows it all the same: another pod can get it"
    elif is_younger:
        problem += "; but it may be newer than what was read of pools"
    location = each.location("OverlappingRangeIPReservation")
    return Finding(location, "audit-orphaned-reservation", Severity.WARNING, problem, hint)
