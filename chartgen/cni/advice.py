"""What the real code passes over in silence though it is rarely meant: warnings and advice on one network.

Sources: those of the modules that read the configuration; for configurations without version, multus-cni
4.2.1 to 4.3.0 pkg/multus/multus.go, which reads a list again when a pod goes and keeps the type of `ipam`
alone.
"""

from collections.abc import Iterator
from typing import Any, Final

from chartgen.cni import ipam_kinds
from chartgen.cni.addresses import Network, Networks, format_address, is_v4
from chartgen.cni.go_types import Record, Text, fold
from chartgen.cni.ipvlan import CONFIG
from chartgen.cni.json_text import Members
from chartgen.cni.libcni import PLUGIN_LIST
from chartgen.cni.nad import Attachment
from chartgen.cni.pools import LARGEST_POOL, UNREADABLE_OFFSET
from chartgen.cni.problem import Problem, warning
from chartgen.cni.ranges import AddressRange, parse_excluded
from chartgen.cni.versions import Version, format_version
from chartgen.cni.whereabouts import NODE_SLICES_SINCE, Ipam, Range
from chartgen.core.finding import Severity
from chartgen.core.values_path import Steps

_NEW_COMMENT: Final = "Whereabouts has ignored it since etcd went"
_WITHOUT_EFFECT: Final = {
    "datastore": _NEW_COMMENT,
    "etcd_host": _NEW_COMMENT,
    "etcd_username": _NEW_COMMENT,
    "etcd_password": _NEW_COMMENT,
    "etcd_key_file": _NEW_COMMENT,
    "etcd_cert_file": _NEW_COMMENT,
    "etcd_ca_cert_file": _NEW_COMMENT,
    "dns": "the plugin's own `dns` takes its place",
    "reconciler_cron_expression": "only the file on the node counts",
}


def _spellings(*kinds: Record) -> dict[str, str]:
    """Give the names of fields by the form in which Go compares them; Go's own capitalised ones left out."""
    return {fold(name): name for kind in kinds for name in kind.fields if not name[0].isupper()}


_PLUGIN: Final = _spellings(
    PLUGIN_LIST, Record({"loadOnlyInlinedPlugins": Text(), "cniVersions": Text()}), CONFIG
)
_IPAM: Final = _spellings(Record(ipam_kinds.FIELDS))
_ITEM: Final = _spellings(ipam_kinds.RANGE, ipam_kinds.ROUTE, ipam_kinds.ADDRESS)


def problems(attachment: Attachment, whereabouts: Version) -> list[Problem]:
    """Give the advice on a configuration and what became of it; nothing for one that is no object."""
    tree = attachment.tree
    if tree is None:
        return []
    found = [*key_problems(tree), *version_problems(tree)]
    for at in attachment.ipams:
        started = attachment.plugins[at]
        found += [
            each.under(*started.path) for each in field_problems(started.stdin.get("ipam"), whereabouts)
        ]
    return found + address_problems(attachment)


def address_problems(attachment: Attachment) -> list[Problem]:
    """Give the advice on the addresses of a network."""
    return [
        each.under(*attachment.plugins[at].path)
        for at, ipam in attachment.ipams.items()
        for each in ipam_problems(ipam)
    ]


def key_problems(tree: Members) -> Iterator[Problem]:
    """Yield the keys that stand twice, or in another letter case than their readers spell them."""
    return _keys(tree, (), _PLUGIN)


def _keys(tree: Any, path: Steps, names: dict[str, str]) -> Iterator[Problem]:
    if isinstance(tree, list):
        for at, item in enumerate(tree):
            yield from _keys(item, (*path, at), names)
    if not isinstance(tree, Members):
        return
    seen: set[str] = set()
    for key, value in tree:
        spelled = names.get(fold(key), key)
        if key in seen:
            yield warning("nad-key", f"{key} stands twice; the last one counts", (*path, key))
        elif spelled != key:
            problem = f"{key} is spelled {spelled}, and some programs find only that"
            yield warning("nad-key", problem, (*path, key), f"write {spelled}")
        seen.add(key)
        if spelled in _BELOW:
            yield from _keys(value, (*path, key), _BELOW[spelled])


_BELOW: Final = {
    "plugins": _PLUGIN,
    "ipam": _IPAM,
    "ipRanges": _ITEM,
    "routes": _ITEM,
    "addresses": _ITEM,
}


def version_problems(tree: Members) -> Iterator[Problem]:
    """Yield what a configuration without version, or with plugins that nobody reads, leads to."""
    if not tree.get("cniVersion") and not tree.get("cniVersions"):
        is_list = not tree.get("type")
        problem = "cniVersion is missing, which means 0.1.0"
        if is_list:
            problem = (
                "cniVersion is missing: where Multus' own configuration has one, addresses are never freed"
            )
        yield warning("nad-version", problem, ("cniVersion",), "set it, such as 0.3.1")
    if tree.get("type") and tree.has("plugins"):
        problem = "plugins beside type is ignored"
        yield warning("nad-plugins", problem, ("plugins",), "remove one of them")


def ipam_problems(ipam: Ipam) -> Iterator[Problem]:
    """Yield what is likely wrong with the addresses of a network."""
    for part in ipam.ranges:
        if part.usable is not None:
            yield from _range_problems(part, part.usable)
    yield from _gateway_problems(ipam)
    yield from _route_problems(ipam)


def field_problems(raw: Members, whereabouts: Version) -> Iterator[Problem]:
    """Yield the fields of `ipam` that have no effect, or a bad one."""
    if raw.get("node_slice_size"):
        path: Steps = ("ipam", "node_slice_size")
        if whereabouts < NODE_SLICES_SINCE:
            problem = f"Whereabouts {format_version(whereabouts)} ignores node_slice_size: 0.9.0 is the first"
            yield warning("whereabouts-slices", problem, path)
        else:
            problem = "slices need Whereabouts' node slice controller, and of a network one range counts"
            yield Problem("whereabouts-slices", problem, path, severity=Severity.INFO)
    for key, why in _WITHOUT_EFFECT.items():
        if raw.has(key):
            yield warning("whereabouts-field", f"{key} has no effect: {why}", ("ipam", key), "remove it")
    if raw.get("sleep_for_race") not in (None, "0"):
        problem = "sleep_for_race makes every pod wait; it is there for tests of Whereabouts"
        yield warning("whereabouts-field", problem, ("ipam", "sleep_for_race"), "remove it")
    if raw.get("addresses"):
        problem = "every pod of the network gets the same addresses, and nobody reserves them"
        yield warning("whereabouts-address", problem, ("ipam", "addresses"), "give a range")


def _range_problems(part: Range, usable: AddressRange) -> Iterator[Problem]:
    for key, address in part.ends:
        if address in (usable.first, usable.last, part.network.first, part.network.last):
            continue
        yield warning(
            "whereabouts-range-end",
            f"{_ENDS.get(key, key)} is ignored: {_why_ignored(part, address)}; addresses come from "
            f"{format_address(usable.first)} to {format_address(usable.last)}",
            (*part.path, key),
            f"give addresses of {part.network}, the first before the last",
        )
    for at, text in enumerate(part.exclude):
        excluded = parse_excluded(text)
        if excluded is not None and not _overlap(excluded, part.network):
            problem = f"exclude {text} lies outside {part.network}"
            yield warning("whereabouts-exclude", problem, (*part.exclude_path, at))
    if usable.usable > LARGEST_POOL:
        severity = Severity.WARNING if part.network.is_v4 else Severity.INFO
        problem = (
            f"{part.network} hands out {_count(usable.usable)} addresses, and the object that holds them has "
            f"room for about {LARGEST_POOL:,}"
        )
        hint = "use smaller ranges if so many pods will be there at once"
        yield Problem("whereabouts-pool-size", problem, part.range_path, hint, severity)
    if usable.first - part.network.first >= UNREADABLE_OFFSET:
        problem = (
            f"{format_address(usable.first)} lies so far from the start of {part.network} that Whereabouts "
            "forgets having handed it out"
        )
        yield warning("whereabouts-offset", problem, part.range_path, "use a network of at most a /65")


_ENDS: Final = {"range": "the last address of the range"}


def _why_ignored(part: Range, address: int | None) -> str:
    if address is None:
        if any(key == "range" for key, _ in part.ends):
            return "the range names its first and last address itself"
        return "it is no address"
    return (
        "it comes before the first" if part.network.contains(address) else f"it lies outside {part.network}"
    )


def _count(number: int) -> str:
    return f"{number:,}" if number < 10**9 else f"about 2^{number.bit_length()}"


def _overlap(one: Network, other: Network) -> bool:
    return one.is_v4 == other.is_v4 and one.first <= other.last and other.first <= one.last


def _gateway_problems(ipam: Ipam) -> Iterator[Problem]:
    gateway = ipam.gateway
    if gateway is None:
        return
    shown = format_address(gateway)
    if any(part.usable and part.usable.hands_out(gateway) for part in ipam.ranges):
        problem = f"a pod gets the gateway's own address {shown}"
        yield warning("whereabouts-gateway", problem, ("ipam", "gateway"), f"add {shown} to exclude")
    same_family = [part for part in ipam.ranges if part.network.is_v4 == is_v4(gateway)]
    if ipam.ranges and not any(part.network.contains(gateway) for part in same_family):
        problem = f"the gateway {shown} lies in none of the ranges, so that routes over it fail"
        yield warning("whereabouts-gateway", problem, ("ipam", "gateway"))
    if not ipam.routes:
        problem = f"the gateway {shown} has no effect: it is the next hop of routes, and there are none"
        yield Problem("whereabouts-gateway", problem, ("ipam", "gateway"), "add routes", Severity.INFO)


def _route_problems(ipam: Ipam) -> Iterator[Problem]:
    networks = Networks(part.network for part in ipam.ranges)
    for at, route in enumerate(ipam.routes):
        if route is None or route.dst is None:
            continue
        path = ("ipam", "routes", at)
        if route.dst.network.short_prefix == 0:
            problem = "this default route competes with that of the pod's first interface"
            yield warning("whereabouts-route", problem, path, "let pods ask for it with default-route")
        hop = route.gw
        if hop is not None and ipam.ranges and not networks.contain(hop):
            problem = (
                f"the next hop {format_address(hop)} lies in none of the ranges, so that the route fails"
            )
            yield warning("whereabouts-route", problem, (*path, "gw"))
