"""Who has an allocated address, judged as Whereabouts' own reconciler does, or more carefully.

Sources: whereabouts 0.7.0 and 0.9.4 pkg/reconciler/iploop.go isPodAlive (isOrphanedIP), wrappedPod.go. To the
reconciler an address is in use when a pod of that name shows it in its network-status, whatever its phase: of
a finished pod it frees nothing until the pod is deleted, and neither do we. Of a pod that shows nothing it
frees the address, after a second's patience with a pending one. That is wrong for a pod that is still coming
up, that goes, or whose network-status Multus could not write: what we call unproven.

**What the order of reading proves.** A dump is not one instant: each kind is read by itself, in the order of
the command. A pod that is missing from the pods may have come after they were read, and then its allocation
is younger than they are. Allocations carry no time of their own, and `kubectl get` leaves managedFields out.
So an allocation counts as older than the pods only if

- pods were read before its pool, and
- its pool has not changed since the last change of any pod that was read (resourceVersion), or the
  reservation of the same pod was made before the newest of these pods (resourceVersion, creationTimestamp).

resourceVersions of different kinds can be compared where one etcd keeps them, as is the rule; Kubernetes does
not promise it. Nothing here can show that a pod which is missing was not hidden from whoever wrote the dump.
That is why no command frees an address without reading the pod again.
"""

from enum import Enum
from functools import cached_property

from chartgen.networks.dump import Pod, Reservation
from chartgen.networks.snapshot import Allocation, Snapshot


class Holder(Enum):
    """What became of the pod that an address was given to."""

    UNKNOWN = "no pods were read"
    ALIVE = "it shows the address"
    FINISHED = "it shows the address, and has finished"
    GONE = "there is no such pod"
    OTHER = "there is one of its name, without the address"
    PENDING = "it is coming up"
    TERMINATING = "it is going"
    SILENT = "it runs, and has no network-status that can be read"


UNPROVEN = frozenset((Holder.PENDING, Holder.TERMINATING, Holder.SILENT))
LOST = frozenset((Holder.GONE, Holder.OTHER))


def holder(snapshot: Snapshot, pod: Pod | None, address: int | None) -> Holder:
    """Say what became of a pod that was given an address."""
    if pod is None:
        return Holder.GONE if snapshot.dump.pods else Holder.UNKNOWN
    if address is not None and pod.shows(address):
        return Holder.FINISHED if pod.is_finished else Holder.ALIVE
    if pod.is_terminating:
        return Holder.TERMINATING
    if pod.phase == "Pending":
        return Holder.PENDING
    if pod.interfaces is None and not pod.is_finished and not pod.uses_host_network:
        return Holder.SILENT
    return Holder.OTHER


class Order:
    """What is known of the order in which objects changed and were read."""

    def __init__(self, snapshot: Snapshot) -> None:
        """Look at all pods once."""
        self._snapshot = snapshot

    def is_older(self, allocation: Allocation) -> bool:
        """Say whether an allocation was there when the pods were read."""
        pool = allocation.pool.pool
        at, version, _ = self._pods
        if pool.at < at:
            return False
        if 0 < pool.version <= version:
            return True
        reservation = self._snapshot.reservation_of(allocation)
        return reservation is not None and self.is_reserved_before(reservation, allocation.podref)

    def is_reserved_before(self, reservation: Reservation, podref: str) -> bool:
        """Say whether a reservation of a pod was there when the pods were read."""
        at, version, created = self._pods
        is_before = 0 < reservation.version <= version or "" < reservation.created < created
        return reservation.at > at and reservation.podref == podref and is_before

    @cached_property
    def _pods(self) -> tuple[int, int, str]:
        """Give the place of the last pod, and a version and time at or before which all were read."""
        pods = self._snapshot.dump.pods.values()
        return (
            max((pod.at for pod in pods), default=0),
            max((pod.version for pod in pods), default=0),
            max((pod.created for pod in pods), default=""),
        )
