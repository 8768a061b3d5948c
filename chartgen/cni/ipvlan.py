"""What the ipvlan plugin demands of its configuration.

Source: containernetworking/plugins 1.9.1 (and 1.7.1) plugins/main/ipvlan/ipvlan.go.
"""

from typing import Any, Final

from chartgen.cni.go_types import Boolean, Integer, Record, Text, unmarshal
from chartgen.cni.json_text import Members
from chartgen.cni.libcni import PLUGIN_FIELDS, type_problems
from chartgen.cni.previous import Previous, PreviousError
from chartgen.cni.previous import read as read_previous
from chartgen.cni.problem import Problem, shown, warning

TYPE: Final = "ipvlan"
MODES: Final = ("l2", "l3", "l3s")
CONFIG: Final = Record(
    {**PLUGIN_FIELDS, "master": Text(), "mode": Text(), "mtu": Integer(), "linkInContainer": Boolean()}
)
_NAME_MASTER: Final = "name the node's interface, such as eth1"
_SMALLEST_MTU: Final = 68
_LARGEST_MTU: Final = 65535


def check(stdin: Members, *, is_first: bool) -> list[Problem]:
    """Give what is wrong with a plugin's standard input; the first of a list has no result to go on with."""
    config, mismatches = unmarshal(CONFIG, stdin)
    problems = type_problems("ipvlan-type", mismatches)
    unread = {CONFIG.field_of(str(step)) for each in mismatches for step in each.path[:1]}
    if unread & {"mode", "ipam", "master", "prevResult"}:
        return problems
    previous: Previous | None = None
    if config["prevResult"] is not None and is_first:
        found = _previous(config)
        if isinstance(found, Problem):
            return [*problems, found]
        previous = found
    problems += _mode_problems(config["mode"])
    if is_first:
        problems += _alone_problems(config, previous)
    if "/" in config["ipam"]["type"]:
        problems.append(Problem("ipvlan-ipam", "ipam.type is no plugin name", ("ipam", "type")))
    mtu = config["mtu"]
    if mtu and not _SMALLEST_MTU <= mtu <= _LARGEST_MTU:
        problem = f"mtu {mtu} is one that Linux refuses: it wants {_SMALLEST_MTU} to {_LARGEST_MTU}"
        problems.append(warning("ipvlan-mtu", problem, ("mtu",), "leave it out for the parent's"))
    return problems


def _previous(config: dict[str, Any]) -> Previous | Problem:
    try:
        found = read_previous(config["prevResult"], config["cniVersion"])
    except PreviousError as error:
        problem = f"prevResult cannot be read: {error}"
        hint = "remove it: libcni hands on the results of plugins itself"
        return Problem("ipvlan-result", problem, ("prevResult",), hint, is_crash=error.is_crash)
    if not config["master"] and not found.interface:
        problem = "master is missing, and prevResult has no single interface to take its place"
        return Problem("ipvlan-result", problem, ("master",), _NAME_MASTER)
    return found


def _mode_problems(mode: str) -> list[Problem]:
    if mode in ("", *MODES):
        return []
    hint = f"use one of {', '.join(MODES)}"
    if mode.lower() in MODES:
        hint = f"write it in small letters: {mode.lower()}"
    return [Problem("ipvlan-mode", f"ipvlan has no mode {shown(mode)}", ("mode",), hint)]


def _alone_problems(config: dict[str, Any], previous: Previous | None) -> list[Problem]:
    """Give what a plugin lacks that has no other before it."""
    problems = []
    if not config["ipam"]["type"] and not (previous and previous.has_addresses):
        hint = "set ipam.type, such as whereabouts: ipvlan gives no pod an interface without an address"
        problems.append(Problem("ipvlan-ipam", "ipam.type is missing", ("ipam",), hint))
    if not config["master"] and previous is None:
        problem = "master is missing: the interface of each node's default route carries the network then"
        problems.append(warning("ipvlan-master", problem, ("master",), _NAME_MASTER))
    return problems
