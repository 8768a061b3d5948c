"""What is drawn to one scale."""

from hypothesis import given, settings

from chartgen.networks.plan_panels import MOST_TIMES, panels
from tests.networks.plans import NETWORKS, plan_of


def grouped(*ranges):
    planned = plan_of({f"n{at}": {"master": "eth1", "range": each} for at, each in enumerate(ranges)})
    assert planned.broken == 0
    return [
        (str(panel.block), [str(part.network) for _, part in panel.rows]) for panel in panels(planned.ranges)
    ]


def test_networks_that_lie_together_share_a_panel():
    assert grouped("10.0.2.0/24", "10.0.1.0/24") == [("10.0.0.0/22", ["10.0.1.0/24", "10.0.2.0/24"])]


def test_networks_that_lie_apart_do_not():
    assert grouped("10.0.0.0/24", "10.0.16.0/24") == [
        ("10.0.0.0/24", ["10.0.0.0/24"]),
        ("10.0.16.0/24", ["10.0.16.0/24"]),
    ]


def test_a_network_inside_another_is_drawn_there():
    assert grouped("10.7.0.0/29", "10.0.0.0/8", "11.0.0.0/29") == [
        ("10.0.0.0/8", ["10.0.0.0/8", "10.7.0.0/29"]),
        ("11.0.0.0/29", ["11.0.0.0/29"]),
    ]


def test_a_small_neighbour_gets_a_panel_of_its_own():
    assert len(grouped("10.0.0.0/29", "10.0.1.0/24")) == 2


def test_families_are_apart_and_ipv4_first():
    assert [block for block, _ in grouped("fd00::/64", "10.0.0.0/24", "2001:db8::/112")] == [
        "10.0.0.0/24",
        "2001:db8::/112",
        "fd00::/64",
    ]


@settings(max_examples=60, deadline=None)
@given(NETWORKS)
def test_every_range_is_in_the_panel_that_holds_it(networks):
    planned = plan_of(networks)
    found = panels(planned.ranges)
    assert sum(len(panel.rows) for panel in found) == len(planned.ranges)
    for panel in found:
        for _, part in panel.rows:
            assert panel.first <= part.network.first <= part.network.last <= panel.last
            assert part.network.is_v4 == panel.is_v4
        assert panel.size <= MOST_TIMES * panel.smallest
        assert panel.block.first <= panel.first <= panel.last <= panel.block.last
