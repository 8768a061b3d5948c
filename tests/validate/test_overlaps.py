"""Networks that get into each other's way, found by sweeping over spans: compared with all pairs."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chartgen.cni import nad
from chartgen.cni.addresses import parse_cidr
from chartgen.cni.json_text import from_value
from chartgen.cni.versions import Versions
from chartgen.core.location import Location
from chartgen.validate.attached import Attached
from chartgen.validate.overlaps import all_problems, overlapping, parents, reserved, uses


def network(label: str, *ranges: str, plugin: str = "ipvlan", **fields):
    ipam = {"type": "whereabouts", "ipRanges": [{"range": each} for each in ranges]}
    ipam |= {key: fields.pop(key) for key in ("network_name", "enable_overlapping_ranges") if key in fields}
    config = {"cniVersion": "0.3.1", "plugins": [{"type": plugin, "master": "eth1", "ipam": ipam, **fields}]}
    attachment = nad.check_tree(from_value(config), label, Versions())
    assert attachment.network is not None
    return Attached(label, label, ("default",), attachment, lambda _: Location("f"))


def told(problems) -> list[tuple[str, str, str]]:
    return [(owner.label, problem.rule, problem.message) for owner, problem in problems]


def test_one_pool_of_two_networks():
    assert told(overlapping([network("a", "10.0.0.0/24"), network("b", "10.0.0.9-10.0.0.20/24")])) == [
        (
            "b",
            "whereabouts-shared-pool",
            "b and a take their addresses from one pool, 10.0.0.0/24, from 10.0.0.9 on",
        )
    ]


def test_two_pools_with_the_same_addresses():
    found = told(overlapping([network("a", "10.0.0.0/24"), network("b", "10.0.0.0/25")]))
    assert found == [("a", "whereabouts-overlap", "10.0.0.0/24 of a and 10.0.0.0/25 of b both have 10.0.0.1")]
    off = network("b", "10.0.0.128/25", enable_overlapping_ranges=False)
    [(_, _, message)] = told(overlapping([network("a", "10.0.0.0/24"), off]))
    assert message.endswith("giving it to two pods: enable_overlapping_ranges is off")


def test_what_does_not_meet():
    assert not told(overlapping([network("a", "10.0.0.0/25"), network("b", "10.0.0.128/25")]))
    assert not told(
        overlapping([network("a", "10.0.0.1-10.0.0.9/24"), network("b", "10.0.0.10-10.0.0.99/24")])
    )
    elsewhere = network("b", "10.0.0.0/24", network_name="x", master="eth2")
    assert not told(overlapping([network("a", "10.0.0.0/24"), elsewhere]))
    in_pod = {"linkInContainer": True, "network_name": "x"}
    assert not told(overlapping([network("a", "10.0.0.0/24"), network("b", "10.0.0.0/24", **in_pod)]))
    assert not told(overlapping([network("a", "fd00::/64"), network("b", "10.0.0.0/24")]))
    assert not told(overlapping([network("a", "10.0.0.0/24", "10.0.0.0/25")]))


@pytest.mark.parametrize("text", ["10.0.0.0/24", "10.0.0.0/25", "10.0.0.20-10.0.0.30/24"])
@pytest.mark.parametrize("other", ["", "y"])
def test_pools_of_two_names_on_one_parent(text, other):
    first = network("a", "10.0.0.0/24", **({"network_name": other} if other else {}))
    [(owner, rule, message)] = told(overlapping([first, network("b", text, network_name="x")]))
    assert (owner, rule) in (("a", "whereabouts-overlap"), ("b", "whereabouts-overlap"))
    assert "on eth1, and Whereabouts can give it to a pod of each" in message


def test_a_name_of_its_own_is_advised_on_another_parent_only():
    first = network("a", "10.0.0.0/24")
    for master, advises in {"eth1": False, "eth2": True}.items():
        [(_, problem)] = overlapping([first, network("b", "10.0.0.0/24", master=master)])
        assert (problem.rule, "networkName" in problem.hint) == ("whereabouts-shared-pool", advises)


def test_copies_of_a_network_in_other_namespaces_are_one_network():
    first, second, other = (network("a", "10.0.0.0/24", **more) for more in ({}, {}, {"mtu": 1400}))
    assert not told(all_problems([first, second]))
    assert len(told(all_problems([first, second, other]))) == 1
    assert len(told(all_problems([first, network("b", "10.0.0.0/24")]))) == 1


def test_what_reaches_furthest_is_not_what_came_last():
    wide = network("a", "10.0.0.0/24", "10.0.0.4-10.0.0.5/30")
    assert [owner for owner, *_ in told(overlapping([wide, network("b", "10.0.0.9-10.0.0.9/28")]))] == ["b"]


def test_a_parent_has_one_mode_and_one_kind():
    first = network("a", "10.0.0.0/24")
    assert told(parents([first, network("b", "10.0.1.0/24", mode="l3")])) == [
        ("b", "ipvlan-parent", "eth1 cannot carry the mode l3: a has l2 on it")
    ]
    assert told(parents([first, network("b", "10.0.1.0/24", plugin="macvlan")])) == [
        ("b", "ipvlan-parent", "eth1 cannot carry macvlan: a has ipvlan on it")
    ]
    other = network("b", "10.0.1.0/24", mode="l3", master="eth2")
    assert not told(parents([first, other, network("c", "10.0.2.0/24", mode="l2")]))
    assert not told(parents([network("b", "10.0.1.0/24", plugin="bridge"), first]))
    # Without a name each may be on another interface; with linkInContainer it is the pod's.
    for fields in ({"master": ""}, {"linkInContainer": True}):
        l2, l3 = (network(mode, "10.0.0.0/24", mode=mode, **fields) for mode in ("l2", "l3"))
        assert not told(parents([l2, l3]))
        assert not told(parents([first, l3]))


def test_ranges_of_the_cluster_itself():
    pods = parse_cidr("10.0.0.0/16").network
    found = told(
        reserved([network("a", "10.0.9.0/24"), network("b", "10.1.0.0/24")], [("range of the pods", pods)])
    )
    assert found == [
        ("a", "whereabouts-reserved", "10.0.9.0/24 overlaps with the range of the pods 10.0.0.0/16")
    ]


@pytest.mark.parametrize(
    ("text", "count"), [("10.0.0.9/32", 1), ("10.0.0.20/32", 1), ("10.0.0.8/32", 0), ("10.0.0.21/32", 0)]
)
def test_ranges_that_touch_in_one_address(text, count):
    one = network("a", "10.0.0.9-10.0.0.20/24")
    assert len(told(reserved([one], [("range", parse_cidr(text).network)]))) == count


SPAN = st.tuples(st.integers(1, 60), st.integers(0, 12)).map(
    lambda pair: f"10.0.0.{pair[0]}-10.0.0.{pair[0] + pair[1]}/24"
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.lists(SPAN, min_size=1, max_size=3),
            st.sampled_from(["", "x", "y"]),
            st.sampled_from(["eth1", "eth2", "eth3"]),
        ),
        min_size=1,
        max_size=7,
    )
)
def test_every_network_that_meets_an_earlier_one_is_told_of_once(spans):
    networks = [
        network(str(at), *texts, master=master, **({"network_name": name} if name else {}))
        for at, (texts, name, master) in enumerate(spans)
    ]
    owners = {owner.label for owner, _ in overlapping(networks)}
    found = uses(networks)
    expected = {
        two.owner.label
        for at, two in enumerate(found)
        for one in found[:at]
        if one.owner is not two.owner
        and (one.network_name == two.network_name or one.parent == two.parent)
        and one.span.last >= two.span.first
    }
    assert owners == expected


def test_many_networks_cost_little_more_each():
    """Ten times as many take far less than a hundred times as long."""

    def seconds(count: int) -> float:
        networks = [network(str(at), f"10.{at // 250}.{at % 250}.0/24") for at in range(count)]
        best = float("inf")
        for _ in range(5):
            start = time.process_time()
            assert not list(all_problems(networks))
            best = min(best, time.process_time() - start)
        return best

    assert seconds(3000) < 40 * max(seconds(300), 0.002)
