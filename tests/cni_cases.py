"""Configurations for the tests of chartgen.cni, and how their verdicts are written in tables."""

import json
import time
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st

from chartgen.cni.addresses import Interface, Network, format_address, parse_cidr
from chartgen.cni.json_text import read
from chartgen.cni.problem import Problem
from chartgen.cni.versions import Version, Versions
from chartgen.cni.whereabouts import Ipam
from chartgen.cni.whereabouts import read as read_ipam
from chartgen.core.finding import Severity

OLD = Versions((4, 2, 1), (0, 7, 0))
NEW = Versions((4, 3, 0), (0, 9, 4))
BOTH = pytest.mark.parametrize("versions", [OLD, NEW], ids=["0.7.0", "0.9.4"])
ENOUGH = settings(max_examples=80, deadline=None)
FEW = settings(max_examples=40, deadline=None)
"""For texts that take long to make."""
MANY = settings(max_examples=5000, deadline=None)
ACCEPTED, REFUSED, CRASH = "accepted", "refused", "crash"

KEYS = (
    *("name", "type", "cniVersion", "cniVersions", "plugins", "ipam", "master", "mode", "mtu", "capabilities", "dns", "prevResult"),
    *("disableCheck", "disableGC", "loadOnlyInlinedPlugins", "linkInContainer", "cni.dev/valid-attachments"),
    *("range", "range_start", "range_end", "exclude", "ipRanges", "gateway", "routes", "dst", "gw", "addresses", "address", "network_name"),
    *("node_slice_size", "enable_overlapping_ranges", "sleep_for_race", "leader_lease_duration", "leader_retry_period", "kubernetes"),
    *("namespace", "ips", "mac", "infiniband-guid", "interface", "interfaceRequest", "portMappings", "bandwidth", "cni-args", "default-route"),
)  # fmt: skip
WORDS = (
    *("", "ipvlan", "whereabouts", "data", "Blue_Net", "eth1", "l2", "L2", "l3s", "0.3.1", "1.0.0", "9.9.9", "true", "/26", "26", "a/b"),
    *("10.0.0.0/28", "10.0.0.3-10.0.0.9/28", "fd00::/124", "::/0", "0.0.0.0/0", "10.0.0.0/31", "10.0.0.1", "fd00::1", "010.0.0.1", "\ud800"),
)  # fmt: skip


def verdict(problems: Iterable[Problem]) -> str:
    """Give what becomes of a configuration: the first error decides."""
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    if not errors:
        return ACCEPTED
    return CRASH if errors[0].is_crash else REFUSED


def rules(problems: Iterable[Problem]) -> list[str]:
    return [problem.rule for problem in problems]


def ipam_of(ipam: dict[str, Any], version: Version, **top: Any) -> tuple[Ipam | None, list[Problem]]:
    """Read an address management configuration as the ipvlan plugin passes it on."""
    stdin = {"cniVersion": "1.0.0", "name": "data", "ipam": {"type": "whereabouts", **ipam}, **top}
    return read_ipam(read(json.dumps(stdin)), version)


def nad(ipam: dict[str, Any] | None = None, **top: Any) -> str:
    """Write a configuration of one plugin."""
    whole = {"cniVersion": "1.0.0", "name": "data", "type": "ipvlan", "master": "eth1"}
    return json.dumps({**whole, "ipam": {"type": "whereabouts", **(ipam or {"range": "10.0.0.0/24"})}, **top})


def growth(work: Callable[[Any], object], make: Callable[[int], Any], size: int = 2000) -> float:
    """Give how many times as long the work takes on four times as much: about 4 if linear, 16 if quadratic."""

    def seconds(given: Any) -> float:
        best = float("inf")
        for _ in range(3):
            start = time.process_time()
            work(given)
            best = min(best, time.process_time() - start)
        return best

    return seconds(make(4 * size)) / max(seconds(make(size)), 1e-3)


LINEAR = 11
"""A growth that is not quadratic, with room for a busy machine."""


def network(text: str) -> Network:
    found = parse_cidr(text)
    assert found is not None
    return found.network


def shown(addresses: Iterable[Interface]) -> list[str]:
    return [f"{format_address(each.address)}/{each.network.short_prefix}" for each in addresses]


def odd_case(key: str) -> st.SearchStrategy[str]:
    return st.sampled_from(
        [key, key, key, key.upper(), key.lower(), key.capitalize(), key.replace("s", "\u017f")]
    )


SCALARS = st.one_of(
    st.sampled_from(WORDS).map(json.dumps),
    st.sampled_from(["null", "true", "false", "0", "-1", "1.5", "1e3", "1e400", "9" * 30, "-0", '"\\ud800"']),
)


def objects(values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Give objects of known keys in odd letter cases, some of them twice."""
    keys = st.sampled_from(KEYS).flatmap(odd_case).map(json.dumps)
    return st.lists(st.tuples(keys, values), max_size=6).map(
        lambda pairs: "{" + ",".join(f"{key}:{value}" for key, value in pairs) + "}"
    )


def lists(values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(values, max_size=3).map(lambda items: "[" + ",".join(items) + "]")


ODD_TEXTS = st.recursive(SCALARS, lambda values: st.one_of(objects(values), lists(values)), max_leaves=20)
"""JSON of the vocabulary of Multus and Whereabouts, in shapes that they do not expect."""
