"""Networks of typed fields as the programs on a node read them, without the detour over JSON.

The schema has seen to the types and the forms of what stands in the fields, so that what is left are the
ranges. A test compares with `cni.nad`, which reads what the chart makes of them.
"""

from dataclasses import replace
from typing import Any, Final

from chartgen.chart.networks import Network
from chartgen.cni import allocation, whereabouts
from chartgen.cni.addresses import parse_cidr, parse_ip
from chartgen.cni.ipvlan import TYPE as IPVLAN
from chartgen.cni.json_text import Members
from chartgen.cni.libcni import Plugin, PluginList
from chartgen.cni.nad import Attachment
from chartgen.cni.problem import Problem
from chartgen.cni.versions import Versions
from chartgen.cni.whereabouts import Ipam, Range, Route
from chartgen.core.values_path import Steps

_AT: Final = ("plugins", 0)
_ENDS: Final = (("rangeStart", "range_start"), ("rangeEnd", "range_end"))


def is_simple(network: Network) -> bool:
    """Say whether a network is one of typed fields alone."""
    return network.fields.get("config") is None and not network.fields.get("plugins")


def read(network: Network, versions: Versions) -> Attachment:
    """Read a simple network that the schema accepts.

    Where ranges cannot be read, or are left out (None), the others are read each by itself: what hangs on all
    of them is not judged.
    """
    fields = network.fields
    version = str(fields["cniVersion"])
    stdin = Members((key, fields[key]) for key in ("master", "mode") if fields.get(key))
    started = PluginList(str(network.name), version, (Plugin(IPVLAN, whereabouts.TYPE, stdin, _AT),))
    results = [*_ranges(network)]
    problems = [each for each in results if isinstance(each, Problem)]
    ipam = Ipam(
        ranges=tuple(each for each in results if isinstance(each, Range)),
        gateway=parse_ip(str(fields.get("gateway") or "")),
        routes=tuple(_route(route) for route in fields.get("routes") or ()),
        network_name=fields.get("networkName") or "",
        overlapping=fields.get("enableOverlappingRanges") is not False,
        cni_version=version,
        name=str(network.name),
    )
    if None in results or problems or not results:
        return _partial(started, ipam, problems, versions)
    addresses, problems = allocation.first_pod(ipam, versions.whereabouts)
    return _attachment(started, {0: ipam}, {0: addresses}, problems)


def _partial(started: PluginList, ipam: Ipam, problems: list[Problem], versions: Versions) -> Attachment:
    ipam = replace(ipam, gateway=None, routes=())
    for part in ipam.ranges:
        problems += allocation.first_pod(replace(ipam, ranges=(part,)), versions.whereabouts)[1]
    return _attachment(started, {0: ipam} if ipam.ranges else {}, {}, problems)


def _attachment(started: PluginList, ipams: Any, first_pod: Any, problems: list[Problem]) -> Attachment:
    placed = tuple(each.under(*_AT) for each in problems)
    return Attachment(started, is_list=True, ipams=ipams, first_pod=first_pod, problems=placed)


def _ranges(network: Network) -> list[Range | Problem | None]:
    fields = network.fields
    entries: list[tuple[dict[str, Any] | None, Steps]] = [
        (entry, ("ipam", "ipRanges", at)) for at, entry in enumerate(fields.get("ranges") or ())
    ]
    if not entries and fields.get("range"):
        entries = [(dict(fields), ("ipam",))]
    return [None if entry is None else _range(entry, path) for entry, path in entries]


def _range(fields: dict[str, Any], path: Steps) -> Range | Problem:
    ends = {new: parse_ip(fields[old]) for old, new in _ENDS if fields.get(old)}
    return whereabouts.read_range(str(fields["range"]), path, ends, fields.get("exclude") or ())


def _route(route: dict[str, Any]) -> Route:
    return Route(parse_cidr(route["dst"]), parse_ip(route.get("gw") or ""))
