import pytest

from chartgen.cni.addresses import parse_cidr
from chartgen.cni.ranges import Span
from chartgen.networks.plan_capacity import Blocks, Demand, Verdict, carried, gke_blocks, verdict
from chartgen.networks.plan_sharing import Group, Handed


def network(text):
    found = parse_cidr(text)
    assert found
    return found.network


@pytest.mark.parametrize(
    ("ranges", "pods", "expected"),
    [
        (["10.0.0.0/24"], None, Blocks(16, 16, 8)),
        (["10.0.0.0/24"], 1, Blocks(16, 16, 8)),
        (["10.0.0.0/24"], 9, Blocks(32, 8, 9)),
        (["10.0.0.0/14"], 110, Blocks(256, 1024, 110)),
        (["10.0.0.0/24"], 128, Blocks(256, 1, 128)),
        (["10.0.0.0/24"], 129, Blocks(512, 0, 129)),
        (["10.0.0.0/29"], None, Blocks(16, 0, 8)),
        (["10.0.0.0/20", "fd00::/64", "10.1.0.0/24"], None, Blocks(16, 16, 8)),
        (["fd00::/64"], None, None),
        ([], None, None),
    ],
)
def test_blocks_of_gke(ranges, pods, expected):
    demand = Demand(1, pods) if pods else None
    assert gke_blocks(map(network, ranges), demand) == expected


@pytest.mark.parametrize(
    ("ranges", "expected"),
    [
        ([], 0),
        ([((1, 10),)], 10),
        ([((1, 10),), ((21, 24),)], 4),
        ([((1, 10),), ((1, 10),)], 5),
        ([((1, 3), (7, 9)), ((1, 10),)], 5),
    ],
)
def test_a_pod_takes_an_address_of_each_range(ranges, expected):
    assert carried([Handed("a", "", tuple(Span(*span) for span in spans)) for spans in ranges]) == expected


@pytest.mark.parametrize(
    ("pods", "groups", "blocks", "expected"),
    [
        (6, [], [], Verdict()),
        (5, [], [], Verdict(addresses=1)),
        (6, [Group(11, 2)], [], Verdict(shared=1)),
        (6, [Group(12, 2)], [], Verdict()),
        (6, [Group(5, 1)], [], Verdict()),
        (6, [], [Blocks(4, 1, 2)], Verdict(nodes=1, pods_per_node=1)),
    ],
)
def test_what_is_missing(pods, groups, blocks, expected):
    found = verdict(Demand(2, 3), pods, groups, blocks)
    assert found == expected
    assert found.is_enough is (expected == Verdict())
