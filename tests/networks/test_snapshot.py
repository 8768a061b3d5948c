import pytest

from chartgen.cni.versions import Versions
from chartgen.networks.snapshot import Snapshot, split_podref
from tests.networks.dumps import allocation, dump_of, network, pool, reservation


def snapshot(*things, whereabouts=(0, 9, 4)) -> Snapshot:
    return Snapshot(dump_of(*things), Versions(whereabouts=whereabouts))


@pytest.mark.parametrize(
    ("range_", "name", "prefix"),
    [
        ("10.0.0.0/24", "10.0.0.0-24", ""),
        ("10.0.0.0/24", "blue-10.0.0.0-24", "blue"),
        ("10.0.0.0/24", "blue-node-1-10.0.0.0-24", "blue-node-1"),
        ("fd00::/64", "fd00---64", ""),
        ("fd00::/64", "blue-fd00---64", "blue"),
        ("10.0.0.0/24", "by-hand", "by-hand"),
    ],
)
def test_the_name_of_a_pool_tells_its_network(range_: str, name: str, prefix: str):
    (found,) = snapshot(pool({}, range_=range_, name=name)).pools
    assert (found.prefix, found.network_name) == (prefix, prefix)


@pytest.mark.parametrize(
    ("range_", "offset", "shown"),
    [
        ("10.0.0.0/24", "5", "10.0.0.5"),
        ("10.0.0.0/24", "+05", "10.0.0.5"),
        ("10.0.0.4/24", "1", "10.0.0.5"),
        ("fd00::/64", "16", "fd00::10"),
        ("fd00::/60", str(2**63 - 1), "fd00::7fff:ffff:ffff:ffff"),
        ("fd00::/60", str(2**63), str(2**63)),
        ("10.0.0.0/24", "-1", "-1"),
        ("10.0.0.0/24", "1_0", "1_0"),
        ("10.0.0.0/24", "٣", "٣"),
        ("10.0.0.0/24", "9" * 5000, "9" * 40),
        ("nonsense", "5", "5"),
    ],
)
def test_addresses_are_distances(range_: str, offset: str, shown: str):
    (found,) = snapshot(pool({offset: allocation("apps/a")}, range_=range_)).allocations
    assert found.shown == shown


def test_networks_find_their_pool():
    named = network("blue", network_name="blue")
    found = snapshot(
        network("a"),
        network("b", exclude=["10.0.0.0/28"]),
        named,
        pool({}),
        pool({}, name="blue-10.0.0.0-24"),
    )
    users = {each.pool.name: [user.nad.name for user, _, _ in each.users.networks] for each in found.pools}
    assert users == {"10.0.0.0-24": ["a", "b"], "blue-10.0.0.0-24": ["blue"]}
    assert [each.network_name for each in found.pools] == ["", "blue"]


def test_slices_of_nodes_belong_to_the_network_that_is_sliced():
    sliced = network("fast", "10.0.0.0/16", node_slice_size="/24", network_name="fast")
    found = snapshot(
        sliced, pool({}, name="fast-node-1-10.0.0.0-24"), pool({}, name="slow-node-1-10.0.0.0-24")
    )
    assert {each.prefix: each.network_name for each in found.pools} == {
        "fast-node-1": "fast",
        "slow-node-1": "slow-node-1",
    }


@pytest.mark.parametrize(
    ("pool_name", "name", "is_found"),
    [
        ("10.0.0.0-24", "10.0.0.5", True),
        ("blue-10.0.0.0-24", "blue-10.0.0.5", True),
        ("blue-node-1-10.0.0.0-24", "blue-10.0.0.5", True),
        ("node-1-10.0.0.0-24", "10.0.0.5", True),
        ("10.0.0.0-24", "blue-10.0.0.5", False),
        ("10.0.0.0-24", "10.0.0.6", False),
    ],
)
def test_reservations_are_found_by_name(pool_name: str, name: str, *, is_found: bool):
    found = snapshot(pool({"5": allocation("apps/a")}, name=pool_name), reservation(name, "apps/a"))
    assert (found.reservation_of(found.allocations[0]) is not None) is is_found


def test_the_address_of_a_reservation():
    found = snapshot(pool({}, name="beef-fd00---64", range_="fd00::/64"), reservation("beef-fd00--1", "a/b"))
    of = dict.fromkeys(["10.0.0.5", "fd00--1", "unknown-10.0.0.5", "beef-10.0.0.5", "beef-fd00--1"])
    for name in of:
        thing = snapshot(reservation(name, "a/b")).dump.reservations["kube-system", name]
        address = found.address_of(thing)
        of[name] = address is not None
    # The last could be beef:fd00::1 as well.
    assert list(of.values()) == [True, True, False, True, False]


@pytest.mark.parametrize(
    ("text", "is_pod"),
    [
        ("apps/a", True),
        ("apps/a.b", True),
        ("a", False),
        ("", False),
        ("a/b/c", False),
        ("A/b", False),
        ("a/$(x)", False),
    ],
)
def test_podrefs(text: str, *, is_pod: bool):
    assert (split_podref(text) is not None) is is_pod
