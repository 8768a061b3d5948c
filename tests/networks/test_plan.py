"""What a plan counts."""

import time

import pytest
from hypothesis import given, settings

from chartgen.chart.values import Values
from chartgen.networks.plan import plan
from chartgen.networks.plan_values import sources
from tests.networks.plans import CHART_LOADED, DEMAND, NETWORKS, plan_of

GOOD = {"master": "eth1", "range": "10.0.0.0/24"}


def by_key(planned):
    return {network.key: network for network in planned.networks}


def test_a_range_is_counted(example):
    [part] = by_key(example)["data"].ranges
    assert (part.path, part.pool, part.family) == ("networks.data.range", "172.16.1.0-24", 4)
    assert (part.usable.usable, part.excluded) == (254 - 15 - 32, 15 + 32)
    assert part.gateway is not None
    assert not part.hands_out_gateway
    [wide] = by_key(example)["wide"].ranges
    assert wide.hands_out_gateway
    assert (wide.usable.usable, wide.excluded) == (1521, 0)


def test_a_network_says_where_it_is(example):
    found = by_key(example)["storage"]
    assert (found.type, found.master, found.mode, found.namespaces) == (
        "ipvlan",
        "eth1",
        "l2",
        ("apps", "db"),
    )


def test_the_smallest_range_decides(example):
    assert by_key(example)["dual"].pods == 60


def test_networks_of_one_pool_are_told(example):
    assert example.pools["172.16.1.0-24"].networks == ("data", "storage")
    assert example.pools["blue-10.30.0.0-29"].networks == ("small",)


def test_networks_that_cannot_work_stay_in_the_list(example):
    found = by_key(example)
    assert example.broken == 2
    assert found["bad"].error.startswith("networks.bad.master: missing")
    assert found["used-up"].error.startswith(
        "networks.used-up.exclude: range 10.50.0.0/30 has no address left"
    )
    assert (found["used-up"].pods, found["used-up"].ranges) == (None, ())


def test_others_than_whereabouts_have_no_count(example):
    found = by_key(example)["static"]
    assert (found.error, found.pods, found.verdict) == ("", None, None)


def test_a_shared_pool_is_too_small_for_all_though_each_would_fit():
    planned = plan_of({"a": GOOD, "b": {**GOOD, "master": "eth2"}}, (20, 10), platform="generic")
    verdict = by_key(planned)["a"].verdict
    assert verdict is not None
    assert (verdict.addresses, verdict.shared, verdict.is_enough) == (0, 400 - 254, False)
    assert planned.short == 2
    apart = {"a": {**GOOD, "networkName": "a"}, "b": {**GOOD, "networkName": "b"}}
    assert plan_of(apart, (20, 10), platform="generic").short == 0


@pytest.mark.parametrize(("nodes", "short"), [(16, 0), (17, 1)])
def test_gke_has_a_block_for_each_node(nodes, short):
    [network] = plan_of({"a": GOOD}, (nodes, 8)).networks
    assert network.gke is not None
    assert (network.gke.addresses, network.gke.nodes) == (16, 16)
    assert network.verdict is not None
    assert network.verdict.nodes == short
    [elsewhere] = plan_of({"a": GOOD}, (nodes, 8), platform="generic").networks
    assert elsewhere.gke is None


def test_slices_of_nodes():
    ipam = {"type": "whereabouts", "range": "10.0.0.0/24", "node_slice_size": "/28"}
    config = {"type": "ipvlan", "master": "eth1", "ipam": ipam}
    [network] = plan_of({"a": {"config": config}}, (17, 15), platform="generic").networks
    assert network.slices is not None
    assert (network.slices.nodes, network.pods) == (16, 16 * 14)
    assert network.verdict is not None
    assert (network.verdict.nodes, network.verdict.pods_per_node) == (1, 1)


@settings(max_examples=60, deadline=None)
@given(NETWORKS, DEMAND)
def test_counts_are_those_of_the_ranges(networks, demand):
    planned = plan_of(networks, demand)
    assert [network.key for network in planned.networks] == list(networks)
    for network in planned.networks:
        counts = [part.usable.usable for part in network.ranges]
        assert bool(counts) is not bool(network.error)
        if counts:
            assert network.pods is not None
            assert 0 < network.pods <= min(counts)
        for part in network.ranges:
            assert 0 <= part.excluded <= part.usable.last - part.usable.first + 1
            assert part.sharing.group.addresses >= part.usable.usable


def test_many_networks_cost_little_more_each():
    """Ten times as many take far less than a hundred times as long."""
    _, [source] = sources(CHART_LOADED, Values({"networks": {"a": GOOD}}))

    def seconds(count: int) -> float:
        many = [type(source)(str(at), "n", (), source.attachment, source.path) for at in range(count)]
        start = time.process_time()
        assert len(plan(many).networks) == count
        return time.process_time() - start

    assert seconds(10_000) < 40 * max(seconds(1000), 0.005)
