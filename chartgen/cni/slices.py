"""Slices of a range, one for each node (node_slice_size, Whereabouts 0.9.0 and newer).

Source: whereabouts 0.9.4 pkg/iphelpers/iphelpers.go DivideRangeBySize, pkg/storage/kubernetes/ipam.go.
"""

import re
from typing import Final

from chartgen.cni.pools import is_object_name
from chartgen.cni.problem import Problem, shown
from chartgen.cni.whereabouts import Ipam

_SIZE: Final = re.compile(r"/?([+-]?[0-9]{1,9})", re.ASCII)
_LARGEST_PREFIX: Final = 30
_MOST_BITS: Final = 16
_PATH: Final = ("ipam", "node_slice_size")


def slice_size(text: str) -> int | None:
    """Read node_slice_size, "/26" or "26"; None for what the controller cannot read."""
    found = _SIZE.fullmatch(text)
    return int(found[1]) if found else None


def slice_problems(ipam: Ipam) -> list[Problem]:
    """Give why no node gets a slice that pods can use; only the first range counts."""
    size = slice_size(ipam.node_slice_size)
    problem = _no_slice(ipam, size)
    if problem:
        # Without a slice there is no lease to wait for.
        text = f"{problem}: no node gets a slice, and Whereabouts crashes"
        return [Problem("whereabouts-slices", text, _PATH, "write a prefix such as /26", is_crash=True)]
    if size is not None and size > _LARGEST_PREFIX:
        text = f"a slice of /{size} has no usable address"
        return [Problem("whereabouts-slices", text, _PATH, f"use a prefix of at most {_LARGEST_PREFIX}")]
    return []


def _no_slice(ipam: Ipam, size: int | None) -> str:
    if size is None:
        return "node_slice_size is no prefix length"
    if not ipam.ranges:
        return "node_slice_size stands without a range to slice"
    network, name = ipam.ranges[0].network, ipam.network_name or ipam.name
    prefix = network.short_prefix
    if not network.is_v4:
        return f"{network} is an IPv6 range, on which the node slice controller crashes"
    if size < prefix:
        return f"a slice of /{size} is larger than the range {network}"
    if size - prefix > _MOST_BITS:
        return f"{network} has more slices of /{size} than one object holds"
    return "" if is_object_name(name) else f"the API server refuses the NodeSlicePool {shown(name)}"


def slice_count(ipam: Ipam) -> int:
    """Give how many nodes can get a slice."""
    size = slice_size(ipam.node_slice_size)
    if size is None or slice_problems(ipam):
        return 0
    return 1 << size - ipam.ranges[0].network.short_prefix
