"""What the chart needs on GKE before it is installed, as one shell script.

gcloud 528.0.0 takes every command of the script, and finds the facts that it compares in answers of the form
of the API. No script has run against Google Cloud itself. What the checks rely on:

- Names of networks, subnets and ranges are RFC 1035 labels (Compute API, descriptions of these fields).
  Clusters and node pools have at most 40 characters, ids of projects 6 to 30 (GKE, Resource Manager).
- GKE gives each node a block of the secondary range: twice the pods that it may have, as a power of two (GKE
  API, `podCidrOverprovisionConfig`; gcloud, `--additional-pod-network`).
- Compute Engine keeps four addresses of a primary range and none of a secondary one; the smallest range of
  either kind is a /29 (Google's documentation of subnets). So nothing of the secondary range is excluded.
  Whereabouts never gives out its first and its last address anyway.
- Each interface of a node lies in a VPC of its own (Compute Engine's documentation of several interfaces).
"""

import itertools
import json
import re
import shlex
from collections.abc import Iterator
from dataclasses import MISSING, dataclass, field, fields
from ipaddress import IPv4Network
from pathlib import Path
from typing import Any, Final, NamedTuple

from chartgen import __version__
from chartgen.model import patterns
from chartgen.model.platforms.gke import PLATFORM

_NAME: Final = re.compile("[a-z](?:[-a-z0-9]*[a-z0-9])?")
_LABEL: Final = re.compile(patterns.DNS_LABEL["pattern"])
_LONGEST_NAME: Final = 63
_LONGEST_CLUSTER_NAME: Final = 40
_LOCATION: Final = re.compile(r"(?P<region>[a-z]+(?:-[a-z]+)+[0-9]{1,2})(?P<zone>-(?:ai[0-9]+)?[a-z])?")
_ZONES_OF_A_REGION: Final = 3
"""Zones that GKE chooses for a regional cluster."""
_RESERVED_NAMES: Final = ("multus-cni-network", PLATFORM.defaults["multus.clusterNetwork"])
"""Networks of these names are refused by the chart."""
_PRIVATE: Final = tuple(
    map(
        IPv4Network,
        (
            *("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"),
            *("192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15"),
            *("198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4"),
        ),
    )
)
"""What Google's documentation of subnets lists as private; public addresses used privately are left out."""
_LONGEST_PREFIX: Final = 29
_RESERVED_ADDRESSES: Final = 4
_FEWEST_PODS: Final = 8
_MOST_PODS: Final = 256
_MOST_NODES: Final = 1000
_PLACE: Final = "\n# chartgen writes the settings here.\n"


def _setting(doc: str, default: Any = MISSING) -> Any:
    return field(default=default, metadata={"doc": doc})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the script is about. An empty text leaves the choice to GKE.

    The metadata of each field have its documentation as `doc`.
    """

    project: str = _setting("Id of the project.")
    location: str = _setting("Zone or region of the cluster.")
    cluster: str = _setting("Name of the cluster.")
    cluster_version: str = _setting("GKE version, 1.28 or newer, or latest.", "")
    cluster_network: str = _setting(
        "VPC of the cluster's own, not the one of the extra interface.", "default"
    )
    cluster_subnet: str = _setting("Subnet of the cluster in its own VPC.", "default")
    cluster_pod_range: str = _setting("Range of the pods' first interfaces.", "")
    cluster_service_range: str = _setting("Range of the cluster's services.", "")
    vpc: str = _setting("VPC of the extra interface.", "multus-vpc")
    subnet: str = _setting("Subnet of the extra interface.", "multus-subnet")
    primary_range: str = _setting("Range of the nodes' extra interfaces.", "10.0.1.0/24")
    secondary_range_name: str = _setting("Name of the range of the pods' extra interfaces.", "multus-pods")
    secondary_range: str = _setting("Range of the pods' extra interfaces.", "172.16.1.0/24")
    node_pool: str = _setting("Node pool with the extra interface.", "multus-pool")
    machine_type: str = _setting("Machine type of its nodes.", "e2-standard-4")
    node_count: int = _setting("Nodes of the pool, in each zone of a region.", 2)
    max_pods_per_node: int = _setting("Pods of a node that may have the extra interface.", 8)
    network: str = _setting("The network's name in the values of the chart.", "data")
    master: str = _setting("Name of the extra interface on the nodes.", "eth1")
    namespaces: tuple[str, ...] = _setting("Namespace that gets the network.", ("default",))

    @property
    def region(self) -> str:
        """The region of the location, empty where that is neither zone nor region."""
        match = _LOCATION.fullmatch(self.location)
        return match["region"] if match else ""

    @property
    def nodes(self) -> int:
        """All nodes of the pool."""
        match = _LOCATION.fullmatch(self.location)
        return self.node_count * (_ZONES_OF_A_REGION if match and not match["zone"] else 1)

    @property
    def addresses_per_node(self) -> int:
        """How much of the secondary range GKE gives to one node."""
        return int(2 * 2 ** (self.max_pods_per_node - 1).bit_length())


class Problem(NamedTuple):
    """What is wrong with one setting, named as the field of `Settings`."""

    setting: str
    message: str
    hint: str


def problems(settings: Settings) -> list[Problem]:
    """Find everything that GKE, Compute Engine or the chart would refuse, in the order of the settings."""
    ranges: dict[str, IPv4Network] = {}
    found = [*_forms(settings), *_choices(settings), *_ranges(settings, ranges), *_counts(settings)]
    found += _overlaps(ranges)
    if not any(problem.setting in {"location", "node_count", "max_pods_per_node"} for problem in found):
        found += _too_small(settings, ranges)
    order = [each.name for each in fields(Settings)]
    return sorted(found, key=lambda problem: order.index(problem.setting))


_NAMES: Final = {
    **dict.fromkeys(("cluster_network", "cluster_subnet", "vpc", "subnet"), _LONGEST_NAME),
    **dict.fromkeys(("secondary_range_name", "machine_type"), _LONGEST_NAME),
    **dict.fromkeys(("cluster", "node_pool"), _LONGEST_CLUSTER_NAME),
}

_FORMS: Final = {
    "project": (
        re.compile(r"(?:[a-z][a-z0-9.-]*[a-z0-9]:)?[a-z][a-z0-9-]{4,28}[a-z0-9]"),
        "must be the id of a project: 6 to 30 lower-case letters, digits and -",
        "`gcloud projects list` shows the ids",
    ),
    "location": (_LOCATION, "must be a zone or a region", "such as us-central1-a or us-central1"),
    "cluster_version": (
        re.compile(
            r"|latest|(?:1\.(?:2[89]|[3-9][0-9]|[1-9][0-9]{2})|[2-9]\.[0-9]+)(?:\.[0-9]+(?:-gke\.[0-9]+)?)?"
        ),
        "must be a version of GKE from 1.28 on, which is the first with multi-networking",
        "such as 1.33, 1.33.5-gke.1162000 or latest",
    ),
    "network": (
        _LABEL,
        "must be a DNS label: lower-case letters, digits and -",
        "pods ask for the network by this name",
    ),
    "master": (
        re.compile(f"(?=.{{,{patterns.INTERFACE['maxLength']}}}$){patterns.INTERFACE['pattern']}"),
        "must be the name of a network interface",
        "such as eth1",
    ),
}


def _forms(settings: Settings) -> Iterator[Problem]:
    """Find texts of the wrong form."""
    for name, most in _NAMES.items():
        text = getattr(settings, name)
        if not _NAME.fullmatch(text) or len(text) > most:
            message = f"{_shown(text)} must be a name of at most {most} lower-case letters, digits and -"
            yield Problem(name, message, "it starts with a letter and ends with a letter or digit")
    for name, (pattern, message, hint) in _FORMS.items():
        text = getattr(settings, name)
        if not pattern.fullmatch(text) or len(text) > _LONGEST_NAME:
            yield Problem(name, f"{_shown(text)} {message}", hint)
    spaces = settings.namespaces
    if wrong := [each for each in spaces if not _LABEL.fullmatch(each) or len(each) > _LONGEST_NAME]:
        message = f"{', '.join(map(repr, wrong))} must be a DNS label: lower-case letters, digits and -"
        yield Problem("namespaces", message, "such as default")
    elif not spaces or len({*spaces}) != len(spaces):
        yield Problem("namespaces", f"{list(spaces)} must be namespaces, each once", "such as default")


def _shown(text: str) -> str:
    return repr(text) if text else "missing:"


def _choices(settings: Settings) -> Iterator[Problem]:
    """Find names that something else has."""
    if settings.network in _RESERVED_NAMES:
        message = f"{settings.network} is the name of the cluster network or of Multus itself"
        yield Problem("network", message, "choose another name")
    if re.fullmatch("lo|eth(?!1$)[0-9]+", settings.master):
        message = f"{settings.master} is not the extra interface: nodes of the pool have one, after eth0"
        yield Problem("master", message, "on Container-Optimized OS it is eth1")
    if settings.cluster_network == settings.vpc:
        message = f"{settings.vpc} is the cluster's own VPC, and each interface of a node needs another one"
        yield Problem("vpc", message, "choose another name")


def _counts(settings: Settings) -> Iterator[Problem]:
    for name, least, most in (
        ("node_count", 1, _MOST_NODES),
        ("max_pods_per_node", _FEWEST_PODS, _MOST_PODS),
    ):
        number = getattr(settings, name)
        if not least <= number <= most:
            yield Problem(name, f"{number} must be between {least} and {most}", "that is what GKE takes")


def _ranges(settings: Settings, ranges: dict[str, IPv4Network]) -> Iterator[Problem]:
    """Find wrong ranges, and put the right ones into `ranges`."""
    for name in ("cluster_pod_range", "cluster_service_range", "primary_range", "secondary_range"):
        text = getattr(settings, name)
        if not text and name.startswith("cluster_"):
            continue
        if not re.fullmatch(patterns.IPV4_CIDR["pattern"], text):
            yield Problem(name, f"{_shown(text)} must be an IPv4 network", "such as 172.16.1.0/24")
            continue
        network = IPv4Network(text, strict=False)
        if str(network) != text:
            yield Problem(name, f"{text} has bits set behind its prefix", f"the network is {network}")
        if network.prefixlen > _LONGEST_PREFIX:
            message = f"{text} is too small: Google Cloud takes no range below /{_LONGEST_PREFIX}"
            yield Problem(name, message, f"use /{_LONGEST_PREFIX} or larger")
        elif not any(network.subnet_of(private) for private in _PRIVATE):
            hint = "use a part of 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10"
            yield Problem(name, f"{text} is not a private range", hint)
        ranges[name] = network


def _overlaps(ranges: dict[str, IPv4Network]) -> Iterator[Problem]:
    for (first, one), (second, other) in itertools.combinations(ranges.items(), 2):
        if one.overlaps(other):
            message = f"{other} overlaps {one}, the {first.replace('_', ' ')}"
            yield Problem(second, message, "choose ranges without common addresses")


def _too_small(settings: Settings, ranges: dict[str, IPv4Network]) -> Iterator[Problem]:
    """Find ranges that the nodes of the pool do not fit into."""
    nodes, per_node = settings.nodes, settings.addresses_per_node
    for name, reserved, each, what in (
        ("primary_range", _RESERVED_ADDRESSES, 1, f"an address each, and {_RESERVED_ADDRESSES} are Google's"),
        ("secondary_range", 0, per_node, f"{per_node} addresses each: twice the pods, as a power of two"),
    ):
        wanted = nodes * each + reserved
        if name in ranges and ranges[name].num_addresses < wanted:
            message = f"{ranges[name]} is too small for {nodes} nodes, which need {what}"
            yield Problem(name, message, f"use /{32 - (wanted - 1).bit_length()} or larger, or fewer nodes")


def values(settings: Settings) -> str:
    """Write the values file of the chart that matches the script.

    The test pod is kept to the node pool: other nodes lack the extra interface.
    """
    lines = [
        'platform: "gke"',
        "networks:",
        f"  {json.dumps(settings.network)}:",
        f"    namespaces: {json.dumps(settings.namespaces)}",
        f"    master: {json.dumps(settings.master)}",
        f"    range: {json.dumps(settings.secondary_range)}",
        "    test: true",
        "networkTest:",
        "  nodeSelector:",
        f'    "cloud.google.com/gke-nodepool": {json.dumps(settings.node_pool)}',
    ]
    return "".join(f"{line}\n" for line in lines)


def script(settings: Settings) -> str:
    """Write the script for settings without problems; the names in it are quoted, whatever they are."""
    texts = {each.name: getattr(settings, each.name) for each in fields(Settings)}
    texts |= {
        "region": settings.region,
        "namespaces": " ".join(settings.namespaces),
        "values": values(settings),
    }
    head = [f"# Written by chartgen {__version__}."]
    head += [f"{name.upper()}={shlex.quote(str(text))}" for name, text in texts.items()]
    body = (Path(__file__).resolve().parent / "gke.sh").read_text("utf-8")
    return body.replace(_PLACE, "\n" + "\n".join(head) + "\n")
