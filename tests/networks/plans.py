"""Plans of networks that are given as values."""

from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from chartgen.chart.reference import load
from chartgen.chart.values import Options, Values, collect
from chartgen.cni.addresses import BITS, Network, format_address, network_of
from chartgen.networks import plan_values
from chartgen.networks.plan import Plan, plan
from chartgen.networks.plan_capacity import Demand
from tests.chart.conftest import CHART

CHART_LOADED = load(str(CHART))
V4 = 0xFFFF << 32

EXAMPLE = """platform: gke
networks:
  data:
    master: eth1
    range: 172.16.1.0/24
    exclude: ["172.16.1.0/28", "172.16.1.128/27"]
    gateway: 172.16.1.1
    routes: [{dst: 10.9.0.0/16}]
  storage:
    master: eth1
    range: 172.16.1.200-172.16.1.250/24
    namespaces: [apps, db]
  wide:
    master: eth2
    range: 172.16.0.0/20
    rangeStart: 172.16.4.10
    rangeEnd: 172.16.9.250
    gateway: 172.16.4.10
    routes: [{dst: 10.10.0.0/16}]
  dual:
    master: eth3
    mode: l3
    ranges:
      - {range: 10.20.0.0/26, exclude: ["10.20.0.1", "10.20.0.62"]}
      - {range: "fd00:20::/64", exclude: ["fd00:20::/112"]}
  small: {master: eth3, mode: l3, range: 10.30.0.0/29, exclude: ["10.30.0.1"], networkName: blue}
  sensors: {master: eth4, range: "2001:db8:1111:2222:3333:4444:5555:0/112"}
  bad: {range: 10.40.0.0/24}
  used-up: {master: eth9, range: 10.50.0.0/30, exclude: ["10.50.0.0/30"]}
  static: {config: {type: ipvlan, master: eth1, ipam: {type: static, addresses: [{address: 10.1.1.1/24}]}}}
"""
"""A bit of everything: a shared pool, excludes, gateways, two families, and networks that cannot work."""


def plan_of(networks: dict[str, Any], demand: tuple[int, int] | None = None, **values: Any) -> Plan:
    """Plan networks that are given as a tree."""
    platform, sources = plan_values.sources(CHART_LOADED, Values({"networks": networks, **values}))
    return plan(sources, platform.name if platform else "", Demand(*demand) if demand else None)


def example_in(folder: Path) -> Plan:
    """Plan the example for 20 nodes with 8 pods each."""
    (folder / "values.yaml").write_text(EXAMPLE)
    platform, sources = plan_values.sources(CHART_LOADED, collect(Options([str(folder / "values.yaml")])))
    return plan(sources, platform.name if platform else "", Demand(20, 8))


def _range(parts: tuple[Network, int, int, list[int]]) -> dict[str, Any]:
    network, start, end, excluded = parts
    size = 1 << BITS - network.prefix

    def inside(at: int) -> str:
        return format_address(network.first + at % size)

    return {
        "range": str(network),
        "rangeStart": inside(start),
        "rangeEnd": inside(end),
        "exclude": [inside(at) for at in excluded],
    }


V4_NETWORK = st.builds(
    lambda address, prefix: network_of(V4 | address, prefix + 96),
    st.integers(0x0A000000, 0x0A0003FF) | st.integers(0x01000000, 0xDF000000),
    st.integers(4, 30),
)
V6_NETWORK = st.builds(
    network_of,
    st.integers(0, 2**20).map(lambda low: 0xFD00 << 112 | low) | st.integers(0x2000 << 112, 0xFDFF << 112),
    st.integers(16, 126),
)
OFFSET = st.integers(0, 300) | st.integers(0, 2**112)
RANGE = st.tuples(V4_NETWORK | V6_NETWORK, OFFSET, OFFSET, st.lists(OFFSET, max_size=4)).map(_range)
NETWORK = st.builds(
    lambda ranges, name, gateway: {
        "master": "eth1",
        "ranges": ranges,
        **({"networkName": name} if name else {}),
        **({"gateway": ranges[0]["rangeStart"]} if gateway else {}),
    },
    st.lists(RANGE, min_size=1, max_size=3),
    st.sampled_from(["", "blue"]),
    st.booleans(),
)
HOSTILE = st.text(st.characters(exclude_categories=()), max_size=9) | st.sampled_from(
    ["<script>alert(1)</script>", "]]>&amp;\"'", "a" * 400, "\x1b[31m", "漢" * 60, "x\ny", "\ud800"]
)
NAME = st.sampled_from(["a", "data", "net-1", "x" * 63, "0"]) | HOSTILE
NETWORKS = st.dictionaries(NAME, NETWORK, max_size=6)
DEMAND = st.none() | st.tuples(st.integers(1, 10**6), st.integers(1, 300))
