"""Networks: one NetworkAttachmentDefinition per network and namespace."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from chartgen.model import patterns
from chartgen.model.component import Component
from chartgen.model.value import BOOLEAN, UNSET, Fragment, Value, list_of, map_of


def _object(values: Iterable[Value], required: tuple[str, ...] = (), **more: Any) -> Fragment:
    """Give the fragment of a map with known keys, each of which null unsets."""
    properties = {
        value.path: value.schema if value.path in required else patterns.or_null(_described(value))
        for value in values
    }
    return {
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        **({"required": list(required)} if required else {}),
        **more,
    }


def _said(wanted: str) -> Fragment:
    """Give the keyword that says in words what others want."""
    return {"$comment": wanted}


def _with_null(entries: Fragment) -> Fragment:
    """Give the fragment of a map with free keys, each of which null unsets."""
    return {**entries, "additionalProperties": patterns.or_null(entries["additionalProperties"])}


def _described(value: Value) -> Fragment:
    return {**value.schema, "description": value.doc}


_RANGE = (
    Value(
        "range",
        UNSET,
        "Addresses to give out, as CIDR or first-last/prefix.",
        patterns.RANGE,
        ("172.16.1.0/24",),
    ),
    Value("rangeStart", UNSET, "First address to give out.", patterns.ADDRESS, ("172.16.1.10",)),
    Value("rangeEnd", UNSET, "Last address to give out.", patterns.ADDRESS, ("172.16.1.200",)),
    Value(
        "exclude",
        UNSET,
        "Addresses of the range that are never given out: addresses or CIDRs.",
        list_of(patterns.EXCLUDE),
        (["172.16.1.1/32"],),
    ),
)

_ROUTE = _object(
    (
        Value("dst", UNSET, "Destination.", patterns.CIDR),
        Value("gw", UNSET, "Next hop; without it the network's gateway.", patterns.ADDRESS),
    ),
    required=("dst",),
)

_PLUGIN: Mapping[str, Any] = {
    "type": "object",
    "required": ["type"],
    "properties": {"type": {"type": "string", "minLength": 1, **_said("must be the name of a plugin")}},
}

_SHARED = (
    Value(
        "namespaces",
        ["default"],
        "Namespaces that get the network. They must exist. Under namespace isolation pods of other "
        "namespaces can only use it if it lies in one of multus.globalNamespaces.",
        list_of(
            patterns.DNS_LABEL,
            minItems=1,
            uniqueItems=True,
            **_said("must name at least one namespace, each once"),
        ),
    ),
    Value(
        "master",
        UNSET,
        "The node's interface that carries the network, required unless config is given. On GKE the "
        "extra ones are eth1 and up.",
        patterns.INTERFACE,
        ("eth1",),
    ),
    Value(
        "mode", "l2", "How ipvlan forwards: l2, l3 or l3s. One parent carries one mode.", patterns.IPVLAN_MODE
    ),
    Value("mtu", UNSET, "MTU of the pod's interface. Unset means the parent's.", patterns.MTU, (1460,)),
    Value("cniVersion", "0.3.1", "CNI version of the network's configuration.", patterns.CNI_VERSION),
    Value(
        "ranges",
        UNSET,
        "Ranges, one address of each for every pod (dual stack).",
        list_of(_object(_RANGE, ("range",)), minItems=1, **_said("must have at least one range")),
        ([{"range": "172.16.1.0/24"}, {"range": "fd00:1::/64"}],),
    ),
    *_RANGE,
    Value(
        "gateway",
        UNSET,
        "Next hop of the routes below that name none. It must be excluded from the range, or a pod gets it.",
        patterns.ADDRESS,
        ("172.16.1.1",),
    ),
    Value("routes", UNSET, "Routes in the pod.", list_of(_ROUTE), ([{"dst": "10.0.0.0/8"}],)),
    Value(
        "networkName",
        UNSET,
        "Keeps the addresses of equal ranges apart: networks with the same range and the same "
        "networkName share one pool.",
        patterns.DNS_LABEL,
        ("blue",),
    ),
    Value(
        "enableOverlappingRanges",
        UNSET,
        "Whether Whereabouts makes sure that networks with overlapping ranges never give out the same "
        "address. Unset means yes.",
        BOOLEAN,
        (True,),
    ),
    Value(
        "plugins",
        UNSET,
        "Further plugins that run after ipvlan, each with its type.",
        list_of(_PLUGIN),
        ([{"type": "tuning", "sysctl": {"net.ipv4.conf.IFNAME.arp_filter": "1"}}],),
    ),
    Value(
        "test",
        UNSET,
        "Whether helm test starts a pod with this network and looks at the address it gets. Unset means no.",
        BOOLEAN,
        (True,),
    ),
    Value(
        "labels",
        UNSET,
        "Labels of the NetworkAttachmentDefinition; null takes back one of networkDefaults.",
        _with_null(patterns.LABELS),
        ({"zone": "blue"},),
    ),
    Value(
        "annotations",
        UNSET,
        "Annotations of the NetworkAttachmentDefinition; null takes back one of networkDefaults.",
        _with_null(patterns.ANNOTATIONS),
        ({"example.com/owner": "network"},),
    ),
)

OWN_FIELDS = (
    Value("enabled", UNSET, "Whether the network is made. Unset means yes.", BOOLEAN, (False,)),
    Value(
        "name",
        UNSET,
        "Name of the NetworkAttachmentDefinition. Unset means the key.",
        patterns.DNS_LABEL,
        ("data",),
    ),
    Value(
        "config",
        UNSET,
        "A whole CNI configuration instead of the typed fields: JSON text or a map. name and cniVersion "
        "are added where they are missing.",
        {"anyOf": [{"type": "string", "minLength": 2}, {"type": "object"}]},
        ('{"type": "macvlan", "master": "eth1"}',),
    ),
)
"""The fields that a network does not inherit from `networkDefaults`."""

NETWORK = (*OWN_FIELDS, *_SHARED)
"""The fields of one network, in the order of the documentation."""

TYPED = tuple(
    value.path
    for value in _SHARED
    if value.path not in ("namespaces", "labels", "annotations", "cniVersion", "test")
)
"""The fields that describe an ipvlan network and that `config` excludes."""

COMPONENT = Component(
    name="networks",
    summary="Networks that pods can ask for",
    values=(
        *(replace(value, path=f"networkDefaults.{value.path}") for value in _SHARED),
        Value(
            "networks",
            {},
            "The networks by name, each a map of the fields above and of enabled, name and config. A pod "
            "asks for one with the annotation k8s.v1.cni.cncf.io/networks: <namespace>/<name>.",
            map_of(patterns.or_null(_object(NETWORK))),
            ({"data": {"master": "eth1", "range": "172.16.1.0/24"}},),
        ),
    ),
)
