import pytest

from tests.networks.dumps import Found, allocation, network, pod, pool, terminating

DOUBLE = "audit-duplicate-address Pod/apps/a: 10.0.0.5 is held by 2 pods: apps/a, apps/b"
ONE = pool({"5": allocation("apps/a")})


def doubles(lines: list[str]) -> list[str]:
    return [line for line in lines if "audit-duplicate-address" in line]


def test_two_pods_show_one_address(audited: Found):
    things = pod("a", "10.0.0.5"), pod("b", "10.0.0.5"), ONE, network()
    assert doubles(audited(*things)) == [f"error {DOUBLE}"]


def test_on_two_networks_of_one_range(audited: Found):
    things = (
        pod("a", "10.0.0.5"),
        pod("b", "10.0.0.5", network="default/more"),
        ONE,
        network(),
        network("more"),
    )
    assert doubles(audited(*things)) == [f"error {DOUBLE}"]


def test_from_two_pools_that_overlap(audited: Found):
    wide = pool({"5": allocation("apps/b")}, range_="10.0.0.0/16", name="10.0.0.0-16")
    assert doubles(audited(pod("a", "10.0.0.5"), pod("b", "10.0.0.5"), ONE, wide)) == [f"error {DOUBLE}"]


def test_from_two_namespaces_of_pools(audited: Found):
    other = pool({"5": allocation("apps/b")}, namespace="whereabouts")
    assert doubles(audited(pod("a", "10.0.0.5"), pod("b", "10.0.0.5"), ONE, other)) == [f"error {DOUBLE}"]


def test_ipv6_and_named_networks(audited: Found):
    blue = network("blue", "fd00::/64", network_name="blue")
    held = pool({"5": allocation("apps/a")}, range_="fd00::/64", name="blue-fd00---64")
    things = [pod(name, "fd00::5", network="default/blue") for name in "ab"]
    assert doubles(audited(*things, blue, held)) == [
        "error audit-duplicate-address Pod/apps/a: fd00::5 is held by 2 pods: apps/a, apps/b (network blue)"
    ]


def test_networks_of_two_names_may_use_one_range(audited: Found):
    blue = network("blue", network_name="blue")
    named = pool({"5": allocation("apps/b")}, name="blue-10.0.0.0-24")
    things = pod("a", "10.0.0.5"), pod("b", "10.0.0.5", network="default/blue"), network(), blue, ONE, named
    assert doubles(audited(*things)) == []


@pytest.mark.parametrize(
    "other",
    [
        pod("b", "10.0.0.5", phase="Succeeded"),
        pod("b", "10.0.0.5", phase="Failed"),
        pod("b", "10.0.0.5", **terminating()),
        pod("b", "10.0.0.5", host_network=True),
        pod("b", "10.0.0.6"),
        pod("b", "10.0.0.5", network="default/unknown"),
    ],
)
def test_pods_that_hold_nothing(other, audited: Found):
    assert doubles(audited(pod("a", "10.0.0.5"), other, ONE, network())) == []


def test_the_clusters_own_network_is_no_matter(audited: Found):
    assert doubles(audited(pod("a"), pod("b"), network())) == []


def test_networks_of_others_give_an_address_once_on_each_node(audited: Found):
    local = network()
    local["spec"]["config"] = local["spec"]["config"].replace("whereabouts", "host-local")
    assert doubles(audited(pod("a", "10.0.0.5"), pod("b", "10.0.0.5"), local)) == []


def test_a_pending_pod_may_get_it_too(audited: Found):
    wide = pool({"5": allocation("apps/b")}, range_="10.0.0.0/16", name="10.0.0.0-16")
    things = pod("a", "10.0.0.5"), pod("b", shows=False, phase="Pending"), ONE, wide, network()
    assert doubles(audited(*things)) == [f"warning {DOUBLE}; not certain from the dump alone"]


def test_separate_networks_that_say_so_are_a_warning(audited: Found):
    things = [
        network("data", enable_overlapping_ranges=False),
        network("more", "10.0.0.0/16", enable_overlapping_ranges=False),
    ]
    wide = pool({"5": allocation("apps/b")}, range_="10.0.0.0/16", name="10.0.0.0-16")
    lines = audited(pod("a", "10.0.0.5"), pod("b", "10.0.0.5", network="default/more"), ONE, wide, *things)
    assert doubles(lines) == [f"warning {DOUBLE}; not certain from the dump alone"]


def test_many_pods_are_one_finding(audited: Found):
    (line,) = doubles(audited(*[pod(f"p{at}", "10.0.0.5") for at in range(7)], network()))
    assert "is held by 7 pods: apps/p0, apps/p1, apps/p2, apps/p3, apps/p4 and 2 more" in line
