"""The annotation in which Multus tells what a pod got.

Source: network-attachment-definition-client 1.7.7 pkg/apis/k8s.cni.cncf.io/v1/types.go NetworkStatus,
pkg/utils/net-attach-def.go SetNetworkStatus.
"""

from dataclasses import dataclass
from typing import Final

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
    try:
        found, mismatches = unmarshal(_STATUS, read(text))
    except JsonTextError as error:
        raise StatusError(f"is no JSON: {error}") from error
    if mismatches:
        first = mismatches[0]
        place = ".".join(map(str, first.path))
        raise StatusError(f"{place} {first.message}".strip())
    return [
        Status(
            each["name"],
            each["interface"],
            tuple(ip for ip in map(parse_ip, each["ips"] or ()) if ip is not None),
            each["default"],
        )
        for each in found or []
    ]
