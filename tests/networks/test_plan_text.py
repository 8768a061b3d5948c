"""The table that people read."""

import time
from pathlib import Path

from hypothesis import given, settings

from chartgen.networks.plan_text import WIDTH, render
from tests.networks.plans import DEMAND, NETWORKS, plan_of

SNAPSHOTS = Path(__file__).parent / "snapshots"


def test_the_example(example, snapshot):
    snapshot.snapshot_dir = SNAPSHOTS
    snapshot.assert_match(render(example), "example.txt")


def test_no_networks():
    assert render(plan_of({})) == "Platform gke, 0 networks, 0 ranges\n"


def longest(line):
    return max(map(len, line.split()))


@settings(max_examples=60, deadline=None)
@given(NETWORKS, DEMAND)
def test_lines_fit_and_hold_nothing_that_a_terminal_obeys(networks, demand):
    planned = plan_of(networks, demand)
    text = render(planned)
    for line in text.removesuffix("\n").split("\n"):
        assert line.isprintable()
        # Rows may have names and numbers of the longest; a word of a message may be a name of any length.
        assert len(line) <= (WIDTH if line.startswith("  ") else WIDTH + 20) or longest(line) > WIDTH // 2
    assert render(planned) == text


def test_many_networks_cost_little_more_each():
    """Ten times as many take far less than a hundred times as long."""

    def seconds(count: int) -> float:
        planned = plan_of({f"n{at}": {"master": "eth1", "range": "172.16.0.0/16"} for at in range(count)})
        start = time.process_time()
        render(planned)
        return time.process_time() - start

    assert seconds(5000) < 40 * max(seconds(500), 0.005)
