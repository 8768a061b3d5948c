import pytest

from tests.networks.dumps import Found, allocation, network, pod, pool, terminating

LACKS = "audit-missing-interface Pod/apps/a: has no interface in default/data"


@pytest.mark.parametrize(
    ("one", "lines"),
    [
        (pod("a", "10.0.0.5"), []),
        (pod("a"), [f"error {LACKS}"]),
        (pod("a", shows=False), [f"error {LACKS}: it has no network-status"]),
        (pod("a", shows=False, phase="Pending"), [f"info {LACKS}: it has no network-status; the pod is pending"]),
        (pod("a", phase="Unknown"), [f"info {LACKS}; the pod is unknown"]),
        (pod("a", phase="Failed"), []),
        (pod("a", **terminating()), []),
        (pod("a", shows=False, host_network=True), []),
        (pod("a", asks=""), []),
        (pod("a", "10.0.0.5", asks="default/data, default/data"), [f"error {LACKS}"]),
        (pod("a", "10.0.0.5", asks='[{"name": "data", "namespace": "default"}]'), []),
        (pod("a", "10.0.0.5", asks="data"), ["error audit-missing-interface Pod/apps/a: has no interface in apps/data"]),
        (pod("a", asks="a/b/c"), ['error audit-missing-interface Pod/apps/a: k8s.v1.cni.cncf.io/networks "a/b/c" has more than one /']),
    ],
)  # fmt: skip
def test_networks_that_a_pod_lacks(one, lines: list[str], audited: Found):
    assert audited(one, network()) == lines


def test_a_status_that_cannot_be_read(audited: Found):
    one = pod("a")
    one["metadata"]["annotations"]["k8s.v1.cni.cncf.io/network-status"] = "nonsense"
    assert audited(one, network()) == [f"error {LACKS}: its network-status cannot be read"]


def test_addresses_that_no_pool_knows(audited: Found):
    things = pod("a", "10.0.0.5", "10.0.0.6"), pool({"5": allocation("apps/a")}), network()
    assert audited(*things) == [
        "warning audit-unallocated-address Pod/apps/a: 10.0.0.6 on net1 is allocated in no pool: another pod gets it too"
    ]


@pytest.mark.parametrize(
    "things", [[network()], [pool({})], [network(), pool({}, name="10.1.0.0-24", range_="10.1.0.0/24")]]
)
def test_without_the_pool_of_the_network_nothing_is_known(things, audited: Found):
    assert audited(pod("a", "10.0.0.5"), *things) == []


def test_addresses_beside_the_range_are_nobodys(audited: Found):
    assert audited(pod("a", "192.168.0.1"), pool({}), network()) == []
