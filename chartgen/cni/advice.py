"""What the real code passes over in silence though it is rarely meant: warnings and advice on one network.

Sources: those of the modules that read the configuration; for configurations without version, multus-cni
4.2.1 to 4.3.0 pkg/multus/multus.go, which reads a list again when a pod goes and keeps the type of `ipam`
alone.
"""

from collections.abc import Iterator
from typing import Any, Final

from chartgen.cni import ipam_kinds
from chartgen.cni.addresses import Network, Networks, format_address
from chartgen.cni.field_advice import field_problems
from chartgen.cni.go_types import Record, Text, fold
from chartgen.cni.ipvlan import CONFIG
from chartgen.cni.json_text import Members
from chartgen.cni.libcni import PLUGIN_LIST
from chartgen.cni.nad import Attachment
from chartgen.cni.pools import LARGEST_POOL, UNREADABLE_OFFSET
from chartgen.cni.problem import Problem, warning
from chartgen.cni.ranges import AddressRange, parse_excluded
from chartgen.cni.versions import Version
from chartgen.cni.whereabouts import Ipam, Range
from chartgen.core.finding import Severity
from chartgen.core.values_path import Steps

_LINK_LOCAL: Final = 0xFE80 >> 6
_LINK_LOCAL_SHIFT: Final = 118
"""Of fe80::/10, the addresses that every interface reaches."""


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
        found += [each.under(*started.path) for each in field_problems(started.stdin, whereabouts)]
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
        yield warning("nad-version-missing", problem, ("cniVersion",), "set it, such as 0.3.1")
    if tree.get("type") and tree.has("plugins"):
        problem = "plugins beside type is ignored"
        yield warning("nad-plugins-ignored", problem, ("plugins",), "remove one of them")


def ipam_problems(ipam: Ipam) -> Iterator[Problem]:
    """Yield what is likely wrong with the addresses of a network."""
    for part in ipam.ranges:
        if part.usable is not None:
            yield from _range_problems(part, part.usable)
    yield from _gateway_problems(ipam)
    yield from _route_problems(ipam)


def _range_problems(part: Range, usable: AddressRange) -> Iterator[Problem]:
    yield from _end_problems(part, usable)
    for at, text in enumerate(part.exclude):
        excluded = parse_excluded(text)
        if excluded is not None and not _overlap(excluded, part.network):
            problem = f"exclude {text} lies outside {part.network}"
            yield warning("whereabouts-exclude-ignored", problem, (*part.exclude_path, at))
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


def _end_problems(part: Range, usable: AddressRange) -> Iterator[Problem]:
    """Yield the first and last address that are written and do not count."""
    network = part.network
    firsts, lasts = (usable.first, network.first), (usable.last, network.last)
    # Of a range first-last/prefix both stand under one key.
    keys = [key for key, _ in part.ends]
    for at, (key, address) in enumerate(part.ends):
        is_last = key == "range_end" or (key == "range" and key in keys[:at])
        if address in (lasts if is_last else firsts):
            continue
        which = f"the {'last' if is_last else 'first'} address of the range" if key == "range" else key
        if address is None:
            why = (
                "the range names its first and last address itself" if "range" in keys else "it is no address"
            )
        elif not network.contains(address):
            why = f"it lies outside {network}"
        else:
            why = "it comes before the first" if is_last else "it is the network's last address"
        yield warning(
            "whereabouts-range-end",
            f"{which} is ignored: {why}; addresses come from "
            f"{format_address(usable.first)} to {format_address(usable.last)}",
            (*part.path, key),
            f"give addresses of {network}, the first before the last",
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
    giving = next((part for part in ipam.ranges if part.usable and part.usable.hands_out(gateway)), None)
    if giving is not None:
        problem = f"a pod gets the gateway's own address {shown}"
        # The exclude beside a list of ranges is none of theirs.
        where = "exclude" if giving.path == ("ipam",) else f"the exclude of {giving.network}"
        yield warning("whereabouts-gateway-in-pool", problem, ("ipam", "gateway"), f"add {shown} to {where}")
    if not _is_on_link(gateway, Networks(part.network for part in ipam.ranges)):
        problem = f"the gateway {shown} lies in none of the ranges, so that routes over it fail"
        yield warning("whereabouts-gateway-outside", problem, ("ipam", "gateway"))
    if not ipam.routes:
        problem = f"the gateway {shown} has no effect: it is the next hop of routes, and there are none"
        yield Problem("whereabouts-gateway-unused", problem, ("ipam", "gateway"), "add routes", Severity.INFO)


def _is_on_link(hop: int, networks: Networks) -> bool:
    """Say whether an interface with addresses of these networks reaches a next hop; of none, any may be."""
    return not networks or networks.contain(hop) or hop >> _LINK_LOCAL_SHIFT == _LINK_LOCAL


def _route_problems(ipam: Ipam) -> Iterator[Problem]:
    networks = Networks(part.network for part in ipam.ranges)
    for at, route in enumerate(ipam.routes):
        if route is None or route.dst is None:
            continue
        path = ("ipam", "routes", at)
        if route.dst.network.short_prefix == 0:
            problem = "this default route competes with that of the pod's first interface"
            yield warning(
                "whereabouts-route-default", problem, path, "let pods ask for it with default-route"
            )
        hop = route.gw
        if hop is not None and not _is_on_link(hop, networks):
            problem = (
                f"the next hop {format_address(hop)} lies in none of the ranges, so that the route fails"
            )
            yield warning("whereabouts-route-outside", problem, (*path, "gw"))
