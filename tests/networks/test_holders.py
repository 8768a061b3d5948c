import pytest

from chartgen.cni.addresses import parse_ip
from chartgen.cni.versions import Versions
from chartgen.networks.holders import Holder, Order, holder
from chartgen.networks.snapshot import Snapshot
from tests.networks.dumps import EARLY, LATE, allocation, dump_of, pod, pool, reservation, terminating


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (pod("a", "10.0.0.5"), Holder.ALIVE),
        (pod("a", "10.0.0.5", phase="Pending"), Holder.ALIVE),
        (pod("a", "10.0.0.5", **terminating()), Holder.ALIVE),
        (pod("a", "10.0.0.5", phase="Succeeded"), Holder.FINISHED),
        (pod("a", "10.0.0.6", phase="Failed"), Holder.OTHER),
        (pod("a", "10.0.0.6"), Holder.OTHER),
        (pod("a"), Holder.OTHER),
        (pod("a", shows=False, phase="Pending"), Holder.PENDING),
        (pod("a", "10.0.0.6", phase="Pending"), Holder.PENDING),
        (pod("a", shows=False, **terminating()), Holder.TERMINATING),
        (pod("a", shows=False), Holder.SILENT),
        (pod("a", shows=False, host_network=True), Holder.OTHER),
        (pod("b", "10.0.0.5"), Holder.GONE),
        (pool({}), Holder.UNKNOWN),
    ],
)
def test_who_has_it(one, expected: Holder):
    snapshot = Snapshot(dump_of(one), Versions())
    assert holder(snapshot, snapshot.dump.pods.get(("apps", "a")), parse_ip("10.0.0.5")) is expected


POD = pod("a", resourceVersion="200", creationTimestamp=LATE)


@pytest.mark.parametrize(
    ("things", "is_older"),
    [
        # Nothing has changed in the pool since the last pod that was read.
        ([POD, pool({"5": allocation("apps/b")}, resourceVersion="200")], True),
        ([POD, pool({"5": allocation("apps/b")}, resourceVersion="201")], False),
        ([POD, pool({"5": allocation("apps/b")}, resourceVersion="opaque")], False),
        # The pool was read before the pods: its pod may have gone since, and its address with it.
        ([pool({"5": allocation("apps/b")}), POD], False),
        # The reservation of that pod was there before the newest pod.
        ([POD, pool({"5": allocation("apps/b")}, resourceVersion="999"), reservation("10.0.0.5", "apps/b")], True),
        ([POD, pool({"5": allocation("apps/b")}, resourceVersion="999"), reservation("10.0.0.5", "apps/c")], False),
        ([POD, pool({"5": allocation("apps/b")}, resourceVersion="999"), reservation("10.0.0.5", "apps/b", resourceVersion="900", creationTimestamp=EARLY)], True),
        ([POD, pool({"5": allocation("apps/b")}, resourceVersion="999"), reservation("10.0.0.5", "apps/b", resourceVersion="900", creationTimestamp=LATE)], False),
        ([POD, pool({"5": allocation("apps/b")}, resourceVersion="999"), reservation("10.0.0.5", "apps/b", resourceVersion="900", creationTimestamp="")], False),
    ],
)  # fmt: skip
def test_what_the_order_proves(things, *, is_older: bool):
    snapshot = Snapshot(dump_of(*things), Versions())
    assert Order(snapshot).is_older(snapshot.allocations[0]) is is_older
