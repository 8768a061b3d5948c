import pytest

from tests.networks.dumps import Found, allocation, found, network, pod, pool, reservation

ORPHAN = "warning audit-orphaned-reservation OverlappingRangeIPReservation/kube-system/10.0.0.9: no pool gives its address to pod apps/a"
HELD = pool({"5": allocation("apps/a")})
GOOD = [pod("a", "10.0.0.5"), HELD, network(), reservation("10.0.0.5", "apps/a")]


def test_reservations_that_fit(audited: Found):
    assert audited(*GOOD) == []


@pytest.mark.parametrize(
    ("podref", "version", "end"),
    [
        ("apps/gone", "100", "gone, and no such pod has it"),
        ("apps/a", "100", "a, and no such pod has it"),
        (
            "apps/gone",
            "101",
            "gone, and no such pod has it; but it may be newer than what was read of pools or pods",
        ),
        ("", "100", "without name"),
    ],
)
def test_without_allocation(podref: str, version: str, end: str, audited: Found):
    orphan = reservation("10.0.0.9", podref, resourceVersion=version)
    start = ORPHAN.removesuffix("apps/a") + ("apps/" if podref else "")
    assert audited(*GOOD, orphan) == [start + end]


def test_the_hint_deletes_it_by_its_uid():
    (orphan,) = found(*GOOD, reservation("10.0.0.9", "apps/gone"))
    assert '"preconditions":{"uid":"uid-of-kube-system-10-0-0-9"}' in orphan.hint
    assert "kubectl patch" not in orphan.hint


def test_a_pod_that_has_the_address_keeps_it(audited: Found):
    for name, prefix in (("10.0.0.9", ""), ("blue-10.0.0.9", "blue-")):
        things = pod("b", "10.0.0.9"), *GOOD, reservation(name, "apps/b")
        lines = [line for line in audited(*things) if "orphaned" in line]
        shown = ORPHAN.replace("10.0.0.9", f"{prefix}10.0.0.9").replace("apps/a", "apps/b")
        assert lines == [f"{shown}, which shows it all the same: another pod can get it"]
        assert [each.hint for each in found(*things) if "orphaned" in each.rule] == [""]


def test_of_another_pod_than_the_allocation(audited: Found):
    things = pod("a", "10.0.0.5"), HELD, network(), reservation("10.0.0.5", "apps/gone")
    assert [line.split()[1] for line in audited(*things)] == [
        "audit-missing-reservation",
        "audit-orphaned-reservation",
    ]


def test_allocations_without(audited: Found):
    more = pool({str(at): allocation("apps/a") for at in range(5, 12)})
    things = [
        pod("a", *[f"10.0.0.{at}" for at in range(5, 12)]),
        more,
        network(),
        reservation("10.0.0.5", "apps/a"),
    ]
    assert audited(*things) == [
        (
            "info audit-missing-reservation IPPool/kube-system/10.0.0.0-24: no OverlappingRangeIPReservation of "
            "10.0.0.6, 10.0.0.7, 10.0.0.8, 10.0.0.9, 10.0.0.10 and 1 more"
        )
    ]


def test_named_networks_lose_theirs_at_each_pass(audited: Found):
    blue = pool({"5": allocation("apps/b")}, name="blue-10.0.0.0-24")
    things = [*GOOD, pod("b", "10.0.0.5", network="default/blue"), blue, network("blue", network_name="blue")]
    assert audited(*things) == [
        (
            "warning audit-missing-reservation IPPool/kube-system/blue-10.0.0.0-24: no OverlappingRangeIPReservation of "
            "10.0.0.5: the reconciler deletes those of the named network blue at each pass"
        )
    ]


def test_networks_that_want_none(audited: Found):
    other = reservation("10.0.0.9", "apps/gone")
    things = [pod("a", "10.0.0.5"), HELD, network(enable_overlapping_ranges=False), other]
    assert [line.split()[1] for line in audited(*things)] == ["audit-orphaned-reservation"]


def test_kinds_that_were_not_read_prove_nothing(audited: Found):
    assert audited(pod("a", "10.0.0.5"), network(), reservation("10.0.0.5", "apps/a")) == []
    assert audited(pod("a", "10.0.0.5"), HELD, network()) == []
