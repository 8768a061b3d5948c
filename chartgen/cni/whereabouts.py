"""What Whereabouts reads of an address management configuration, and what it refuses.

Sources: whereabouts 0.7.0 and 0.9.4 pkg/types/types.go, pkg/config/config.go, pkg/storage/kubernetes/ipam.go;
client-go tools/leaderelection. The file on the node that completes the configuration is the one that
Whereabouts' own installer writes: a kubeconfig, and nothing that counts here.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from chartgen.cni import lease
from chartgen.cni.addresses import (
    Interface,
    Network,
    is_v4,
    parse_cidr_sloppy,
    parse_ip_sloppy,
)
from chartgen.cni.go_types import fold, unmarshal
from chartgen.cni.ipam_kinds import BEFORE_NODE_SLICES, CONFIG
from chartgen.cni.json_text import Members
from chartgen.cni.libcni import ONE_ADDRESS, type_problems
from chartgen.cni.problem import Problem, shown
from chartgen.cni.ranges import AddressRange, address_range, parse_excluded
from chartgen.cni.versions import Version
from chartgen.core.values_path import Steps

TYPE: Final = "whereabouts"
_FOLDERS: Final = ("", "/bin", "/dev", "/etc", "/opt", "/proc", "/run", "/sys", "/usr", "/var")
"""Paths that are folders on every node; the file of the node is looked for at any path as it stands."""
_EMPTY: Final = "/dev/null"
_ENDS: Final = ("range_start", "range_end")
NODE_SLICES_SINCE: Final = (0, 9, 0)


Entry = tuple[str, Steps, Mapping[str, int | None], Sequence[str]]
"""A range as it is written: its text, where it stands, its ends and its exceptions."""


@dataclass(frozen=True, slots=True)
class Range:
    """One range: what was written, where, and what Whereabouts makes of it.

    `usable` is None where the network is too small. `ends` are `range_start` and `range_end`, or the two
    of a range `first-last/prefix`, by the key under which they stand; None for one that cannot be read.
    """

    path: Steps
    network: Network
    usable: AddressRange | None
    ends: tuple[tuple[str, int | None], ...] = ()
    exclude: tuple[str, ...] = ()

    @property
    def range_path(self) -> Steps:
        """Where the range is written."""
        return (*self.path, "range")

    @property
    def exclude_path(self) -> Steps:
        """Where its exceptions are written."""
        return (*self.path, "exclude")


@dataclass(frozen=True, slots=True)
class Route:
    """One route; `dst` is None where it names none."""

    dst: Interface | None
    gw: int | None


@dataclass(frozen=True, slots=True)
class Ipam:
    """An address management configuration that Whereabouts takes."""

    ranges: tuple[Range, ...]
    addresses: tuple[Interface, ...] = ()
    gateway: int | None = None
    routes: tuple[Route | None, ...] = ()
    network_name: str = ""
    overlapping: bool = True
    node_slice_size: str = ""
    sleep_seconds: int = 0
    lease: tuple[int, ...] = (0, 0, 0)
    cni_version: str = ""
    name: str = ""
    is_for_interface: bool = True
    """Whether another plugin puts the addresses on an interface."""


def read(stdin: Members, version: Version) -> tuple[Ipam | None, list[Problem]]:
    """Read a plugin's standard input; gives None where Whereabouts refuses it, with every reason."""
    kind = CONFIG if version >= NODE_SLICES_SINCE else BEFORE_NODE_SLICES
    config, mismatches = unmarshal(kind, stdin)
    problems = type_problems("whereabouts-type", mismatches)
    raw = config["ipam"]
    if raw is None:
        problem = "ipam must be an object, not null" if stdin.has("ipam") else "ipam is missing"
        hint = "put `type` and `range` into an object `ipam`"
        return None, problems or [Problem("whereabouts-type", problem, ("ipam",), hint)]
    if raw["type"] != TYPE:
        # Its caller found the type elsewhere, in a key that stands twice.
        problem = f"ipam.type is {shown(raw['type'])} to Whereabouts, which wants its own name"
        return None, problems or [Problem("whereabouts-type", problem, ("ipam", "type"))]
    entries = _entries(raw, stdin.get("ipam"))
    results = [read_range(*each) for each in entries]
    unread = {each.path for each in mismatches}
    refused = [
        each for each in results if isinstance(each, Problem) and not unread & {each.path, each.path[:-1]}
    ]
    problems += _file_problems(raw["configuration_path"])
    gateway = _gateway(raw)
    addresses = [parse_cidr_sloppy(each["address"]) for each in raw["addresses"] or []]
    problems += [
        *refused,
        *_gateway_problems(raw, gateway),
        *_address_problems(raw, addresses, config["cniVersion"]),
    ]
    if problems:
        return None, [*problems, *_later_problems(raw, entries, results, unread)]
    ipam = Ipam(
        ranges=tuple(each for each in results if isinstance(each, Range)),
        addresses=tuple(each for each in addresses if each),
        gateway=gateway,
        routes=tuple(route and Route(route["dst"], route["gw"]) for route in raw["routes"] or ()),
        network_name=raw["network_name"],
        overlapping=raw["enable_overlapping_ranges"],
        node_slice_size=raw.get("node_slice_size", ""),
        sleep_seconds=_seconds(raw["sleep_for_race"]),
        lease=tuple(raw[field] for field in lease.FIELDS),
        cni_version=config["cniVersion"],
        name=config["name"],
    )
    return ipam, []


def _later_problems(
    raw: dict[str, Any],
    entries: Sequence[Entry],
    results: Sequence[Range | Problem],
    unread: set[Steps],
) -> Iterator[Problem]:
    """Yield what would make pods fail once the configuration is read: only of fields that were read whole."""
    keys = {fold(str(step)) for path in unread for step in path}
    if not keys.intersection(lease.FIELDS):
        yield from lease.problems([raw[field] for field in lease.FIELDS])
    if "exclude" in keys or raw.get("node_slice_size"):
        return
    for (_, path, _, exclude), result in zip(entries, results, strict=True):
        if isinstance(result, Range):
            yield from range_problems(result)
        else:
            yield from _exclude_problems((*path, "exclude"), exclude)


def range_problems(part: Range) -> list[Problem]:
    """Give what keeps every pod from getting an address of a range that was read."""
    if part.usable is None:
        problem = f"range {part.network} is too small: its first and last address are never handed out"
        hint = "use a prefix of at most 30, in IPv6 126"
        return [Problem("whereabouts-range", problem, part.range_path, hint)]
    return [*_exclude_problems(part.exclude_path, part.exclude)]


def _exclude_problems(path: Steps, exclude: Sequence[str]) -> Iterator[Problem]:
    for at, text in enumerate(exclude):
        if parse_excluded(text) is None:
            problem = f"exclude {shown(text)} is no address or network; no pod gets an address"
            hint = "list networks such as 172.16.1.0/28" if "-" in text else ""
            yield Problem("whereabouts-exclude", problem, (*path, at), hint)


def _seconds(number: int) -> int:
    """Give how long Go sleeps, whose nanoseconds overflow in silence."""
    return max((number * 10**9 + 2**63) % 2**64 - 2**63, 0) // 10**9


def _file_problems(path: str) -> list[Problem]:
    if not path or path.rstrip("/") not in (*_FOLDERS, _EMPTY):
        return []
    problem = f"configuration_path {shown(path)} is not a file that Whereabouts can read"
    return [
        Problem("whereabouts-file", problem, ("ipam", "configuration_path"), "name the file whereabouts.conf")
    ]


def _entries(raw: dict[str, Any], tree: Members) -> list[Entry]:
    """Give what is written of ranges in the order in which pods get addresses: the short form first."""
    entries: list[Entry] = []
    if raw["range"]:
        # In the short form an unreadable start or end is dropped.
        ends = {key: parse_ip_sloppy(raw[key]) for key in _ENDS if raw[key]}
        entries.append((raw["range"], ("ipam",), ends, raw["exclude"] or ()))
    key = _key(tree, "ipRanges")
    for at, entry in enumerate(raw["ipRanges"] or []):
        ends = {key: entry[key] for key in _ENDS if entry[key] is not None}
        entries.append((entry["range"], ("ipam", key, at), ends, entry["exclude"] or ()))
    return entries


def _key(tree: Any, name: str) -> str:
    """Give a key as it is written."""
    keys = [key for key, _ in tree if key.lower() == name.lower()] if isinstance(tree, Members) else []
    return name if not keys or name in keys else keys[-1]


def read_range(
    text: str, path: Steps, ends: Mapping[str, int | None], exclude: Sequence[str]
) -> Range | Problem:
    """Read one range that stands at `path`; `ends` are its `range_start` and `range_end`, None unreadable."""
    first, dash, rest = text.partition("-")
    at = (*path, "range")
    start = parse_ip_sloppy(first) if dash else None
    if dash and start is None:
        hint = "write it as first-last/prefix, without blanks" if " " in text else ""
        problem = f"range {shown(text)}: {shown(first)} is no address"
        return Problem("whereabouts-range", problem, at, hint)
    interface = parse_cidr_sloppy(rest if dash else text)
    if interface is None:
        problem = f"range {shown(text)} has no readable address with prefix" if text else "range is missing"
        return Problem("whereabouts-range", problem, at, "write it as a network such as 172.16.1.0/24")
    network = interface.network
    given = tuple(ends.items())
    first_address, last_address = ends.get("range_start"), ends.get("range_end")
    if start is not None:
        if not network.contains(start):
            problem = f"range {shown(text)}: {first} lies outside {network}"
            return Problem("whereabouts-range", problem, at)
        # They take the place of range_start and range_end.
        first_address, last_address = start, interface.address
        given = (*((key, None) for key in ends), ("range", start), ("range", last_address))
    excluded = [each for each in map(parse_excluded, exclude) if each is not None]
    usable = address_range(network, first_address, last_address, excluded)
    return Range(path, network, usable, given, tuple(exclude))


def _gateway(raw: dict[str, Any]) -> int | None:
    own = parse_ip_sloppy(raw["gateway"])
    # The key `Gateway` fills the variable that `gateway` is read into later.
    return own if raw["gateway"] else parse_ip_sloppy(raw["Gateway"])


def _gateway_problems(raw: dict[str, Any], gateway: int | None) -> list[Problem]:
    if not raw["gateway"] or gateway is not None:
        return []
    hint = "leave out the prefix" if "/" in raw["gateway"] else ""
    problem = f"gateway {shown(raw['gateway'])} is no address"
    return [Problem("whereabouts-gateway", problem, ("ipam", "gateway"), hint)]


def _address_problems(
    raw: dict[str, Any], addresses: list[Interface | None], cni_version: str
) -> list[Problem]:
    problems = [
        Problem(
            "whereabouts-address",
            f"address {shown(raw['addresses'][at]['address'])} is no address with prefix",
            ("ipam", "addresses", at, "address"),
            "write it as 172.16.1.5/24",
        )
        for at, address in enumerate(addresses)
        if address is None
    ]
    known = [is_v4(address.address) for address in addresses if address]
    if cni_version in ONE_ADDRESS and max(known.count(True), known.count(False)) > 1:
        problem = f"cniVersion {cni_version or '(none, which is 0.1.0)'} takes one address of a family"
        problems.append(
            Problem("whereabouts-address", problem, ("ipam", "addresses"), "use cniVersion 0.3.1")
        )
    return problems


def read_requested(text: str) -> Interface | str:
    """Read an address that a pod asks for in `ips`; gives why Whereabouts refuses it, if it does.

    Source: pkg/config/config.go handleEnvArgs.
    """
    text = text.strip()
    interface = parse_cidr_sloppy(text)
    if interface is not None:
        return interface
    return "has no prefix" if parse_ip_sloppy(text) is not None else "is no address"
