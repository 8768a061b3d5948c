"""The annotation in which Multus tells what a pod got.

Source: network-attachment-definition-client 1.7.7 pkg/apis/k8s.cni.cncf.io/v1/types.go NetworkStatus,
pkg/utils/net-attach-def.go SetNetworkStatus.
"""

import json
from dataclasses import dataclass
from typing import Any, Final

from chartgen.cni.addresses import parse_ip
from chartgen.cni.go_types import Boolean, Items, Record, Text, unmarshal
from chartgen.cni.json_text import JsonTextError, read

_STATUS: Final = Items(
    Record({"name": Text(), "interface": Text(), "ips": Items(Text()), "mac": Text(), "default": Boolean()})
)


@dataclass(frozen=True, slots=True)
class Status:
    """One interface of a pod: `name` is `namespace/name` of the network, or that of the cluster's own."""

    name: str
    interface: str
    ips: tuple[int, ...]
    is_default: bool


class StatusError(ValueError):
    """The annotation is none that Multus writes."""


def parse(text: str) -> list[Status]:
    """Read the annotation of a pod; nothing for the empty text. Addresses are those of `cni.addresses`.

    Raises:
        StatusError: not the list that Multus writes.
    """
    if not text.strip():
        return []
    quickly = _parse_quickly(text)
    return _parse(text) if quickly is None else quickly


def _parse_quickly(text: str) -> list[Status] | None:
    """Read what Multus writes itself, at a third of the price; None for anything else, however harmless."""
    try:
        found = _DECODER.decode(text)
    except (ValueError, RecursionError):
        return None
    return (
        [_status(each) for each in found] if isinstance(found, list) and all(map(_is_usual, found)) else None
    )


def _is_usual(each: Any) -> bool:
    return (
        isinstance(each, dict)
        and each.keys() <= _USUAL
        and all(isinstance(each.get(key, ""), str) for key in ("name", "interface", "mac"))
        and isinstance(each.get("default", False), bool)
        and isinstance(ips := each.get("ips", []), list)
        and all(isinstance(ip, str) for ip in ips)
    )


def _refused(word: str) -> None:
    raise ValueError(word)


_USUAL: Final = {"name", "interface", "ips", "mac", "mtu", "default", "dns", "gateway", "device-info"}
_DECODER: Final = json.JSONDecoder(parse_int=float, parse_constant=_refused)


def _parse(text: str) -> list[Status]:
    try:
        found, mismatches = unmarshal(_STATUS, read(text))
    except JsonTextError as error:
        raise StatusError(f"is no JSON: {error}") from error
    if mismatches:
        first = mismatches[0]
        place = ".".join(map(str, first.path))
        raise StatusError(f"{place} {first.message}".strip())
    return [_status(each) for each in found or []]


def _status(each: dict[str, Any]) -> Status:
    return Status(
        each.get("name", ""),
        each.get("interface", ""),
        tuple(ip for ip in map(parse_ip, each.get("ips") or ()) if ip is not None),
        each.get("default", False),
    )
