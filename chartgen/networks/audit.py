"""The audit of a cluster's dump. What each rule means and how bad it is stands in the modules `audit_…`.

What the order of reading proves, and what nothing here can prove, says `chartgen.networks.holders`; what the
commands in hints do, `chartgen.networks.freeing`.
"""

from collections.abc import Sequence

from chartgen.cni.versions import Versions
from chartgen.core.finding import Finding, Severity
from chartgen.core.location import Location
from chartgen.networks import audit_allocations, audit_duplicates, audit_pods, audit_pools, audit_reservations
from chartgen.networks.audit_pools import Expected
from chartgen.networks.dump import COMMAND, Dump
from chartgen.networks.holders import Order
from chartgen.networks.snapshot import Snapshot


def findings(
    dump: Dump, versions: Versions, *, fill: float = 80, expected: Sequence[Expected] = (), file: str = ""
) -> list[Finding]:
    """Give everything that is wrong, sorted.

    `fill` is in percent; `expected` are the networks of the values. `file` is where the dump came from, for
    what it lacks (`audit-incomplete`, a warning: without a kind of object less is found).
    """
    snapshot = Snapshot(dump, versions)
    order = Order(snapshot)
    found = [
        *_incomplete(snapshot, file),
        *audit_allocations.findings(snapshot, order),
        *audit_duplicates.findings(snapshot, order),
        *audit_reservations.findings(snapshot, order),
        *audit_pods.findings(snapshot),
        *audit_pools.findings(snapshot, fill, expected),
    ]
    return sorted(set(found))


def _incomplete(snapshot: Snapshot, file: str) -> list[Finding]:
    dump = snapshot.dump
    needs_reservations = any(pool.users.reserve and pool.pool.allocations for pool in snapshot.pools)
    missing = [
        what
        for what, is_there in (
            ("pods", dump.pods),
            ("IPPools", dump.pools),
            ("NetworkAttachmentDefinitions", dump.nads),
            ("OverlappingRangeIPReservations", dump.reservations or not needs_reservations),
        )
        if not is_there
    ]
    if not missing:
        return []
    problem = f"no {' and no '.join(missing)} in the dump; what depends on them was not looked for"
    hint = f"if the cluster has some, write the dump with `{COMMAND}`"
    return [Finding(Location(file), "audit-incomplete", Severity.WARNING, problem, hint)]
