"""The objects in which Whereabouts keeps its addresses, and their names.

Sources: whereabouts 0.9.4 pkg/storage/kubernetes/ipam.go IPPoolName, NormalizeIP, toAllocationMap (0.7.0 the
same); the API server wants names of custom resources to be DNS subdomains.
"""

import re
from typing import Final

from chartgen.cni.addresses import Network, format_address

_SUBDOMAIN: Final = re.compile(
    r"[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*", re.ASCII
)
_LONGEST_NAME: Final = 253
LARGEST_POOL: Final = 8192
"""About so many allocations fit into a pool: etcd takes objects of 1.5 MiB, and one has 150 to 200 bytes."""
UNREADABLE_OFFSET: Final = 2**63
"""Allocations are kept by their distance from the network's first address; from here Whereabouts writes
distances that it cannot read back, so that the address is handed out again."""


def pool_name(network: Network, network_name: str = "") -> str:
    """Give the name of the IPPool of a network."""
    return _with_network(str(network), network_name)


def reservation_name(address: int, network_name: str = "") -> str:
    """Give the name of the OverlappingRangeIPReservation of an address."""
    return _with_network(format_address(address), network_name)


def is_object_name(name: str) -> bool:
    """Say whether the API server takes a name for a custom resource."""
    return len(name) <= _LONGEST_NAME and _SUBDOMAIN.fullmatch(name) is not None


def _with_network(text: str, network_name: str) -> str:
    if text.endswith(":"):
        text += "0"
    normalized = text.replace(":", "-").replace("/", "-")
    return f"{network_name}-{normalized}" if network_name else normalized
