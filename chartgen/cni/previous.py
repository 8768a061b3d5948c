"""A result of an earlier plugin that stands in a configuration itself, which hardly anybody means to write.

Source: containernetworking/cni 1.3.0 pkg/version ParsePrevResult, pkg/types/020, 040 and 100.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from chartgen.cni.addresses import parse_cidr
from chartgen.cni.go_types import Fresh, Integer, Items, Kind, Optional, Parsed, Record, Text, unmarshal
from chartgen.cni.ipam_kinds import IP, ROUTE
from chartgen.cni.json_text import Members
from chartgen.cni.libcni import ONE_ADDRESS, PLUGIN_FIELDS

_CIDR: Final = Parsed(parse_cidr, "an address with prefix", refuses_null=True)
_FAMILY: Final = Optional(Fresh(Record({"ip": _CIDR, "gateway": IP, "routes": Items(Fresh(ROUTE))})))
_OLD: Final = Record({"cniVersion": Text(), "ip4": _FAMILY, "ip6": _FAMILY, "dns": PLUGIN_FIELDS["dns"]})
_ADDRESS: Final[dict[str, Kind]] = {"interface": Optional(Integer()), "address": _CIDR, "gateway": IP}
_INTERFACE: Final[dict[str, Kind]] = {"name": Text(), "mac": Text(), "sandbox": Text()}
_SINCE_1_0: Final[dict[str, Kind]] = {"mtu": Integer(), "socketPath": Text(), "pciID": Text()}


def _result(address: dict[str, Kind], interface: dict[str, Kind]) -> Record:
    return Record(
        {
            "cniVersion": Text(),
            "interfaces": Items(Optional(Record(interface))),
            "ips": Items(Optional(Fresh(Record(address)))),
            "routes": Items(Optional(Fresh(ROUTE))),
            "dns": PLUGIN_FIELDS["dns"],
        }
    )


_BEFORE_1_0: Final = _result({"version": Text(), **_ADDRESS}, _INTERFACE)
_CURRENT: Final = _result(_ADDRESS, {**_INTERFACE, **_SINCE_1_0})
_KINDS: Final = (
    (ONE_ADDRESS, _OLD),
    (("0.3.0", "0.3.1", "0.4.0"), _BEFORE_1_0),
    (("1.0.0", "1.1.0"), _CURRENT),
)


class PreviousError(ValueError):
    """The result cannot be read; `is_crash` marks one on which the plugin crashes."""

    def __init__(self, problem: str, *, is_crash: bool = False) -> None:
        """Say why."""
        super().__init__(problem)
        self.is_crash = is_crash


@dataclass(frozen=True, slots=True)
class Previous:
    """What a plugin makes of a result: whether there are addresses, and its one interface, if it has one."""

    has_addresses: bool
    interface: str


def read(raw: Mapping[str, Any], cni_version: str) -> Previous:
    """Read the result in a configuration of a version that plugins support.

    Raises:
        PreviousError: the plugin refuses it, or crashes on it.
    """
    if raw.get("CNIVersion", "") == "":
        raw = {**raw, "CNIVersion": cni_version}
    versions, kind = next((each for each in _KINDS if cni_version in each[0]), ((), None))
    if kind is None:
        raise PreviousError("the version of the configuration is none that plugins support")
    tree = Members((key, raw[key]) for key in sorted(raw))
    found, mismatches = unmarshal(kind, tree)
    if mismatches:
        first = mismatches[0]
        raise PreviousError(f"{'.'.join(map(str, first.path))} {first.message}".strip())
    if found["cniVersion"] not in versions:
        raise PreviousError(f"its version {found['cniVersion'][:40]} is not that of the configuration")
    if kind is _OLD:
        return Previous(bool(found["ip4"] or found["ip6"]), "")
    interfaces, addresses = found["interfaces"] or [], found["ips"] or []
    if kind is _BEFORE_1_0 and None in (*interfaces, *addresses):
        raise PreviousError("it has a null, on which the plugin crashes", is_crash=True)
    single = interfaces[0] if len(interfaces) == 1 else None
    return Previous(bool(addresses), single["name"] if single else "")
