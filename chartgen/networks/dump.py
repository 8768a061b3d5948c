"""What an audit needs of a cluster's dump: each object is cut down as soon as it is read.

Of a pod that is its name, its phase, and the two annotations about networks; nothing of its environment, and
of no Secret anything. Field names: Kubernetes API v1; whereabouts 0.7.0 and 0.9.4
pkg/api/whereabouts.cni.cncf.io/v1alpha1; network-attachment-definition-client 1.7.7.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from chartgen.cni.annotation import NETWORKS, STATUS
from chartgen.cni.status import Status, StatusError, parse
from chartgen.core.errors import InputError
from chartgen.core.location import Location
from chartgen.networks.json_stream import Read, objects

COMMAND: Final = (
    "kubectl get -A -o json "
    "pods,ippools.whereabouts.cni.cncf.io,overlappingrangeipreservations,net-attach-def"
)
"""Writes what is read here. Whereabouts' pools by their full name: Calico has an IPPool too."""
_LONGEST_VERSION: Final = 20


@dataclass(frozen=True, slots=True)
class Thing:
    """What all objects have.

    `version` orders changes, 0 where it is unknown; `at` is the place in the input.
    """

    file: str
    at: int
    namespace: str
    name: str
    uid: str
    version: int
    created: str

    @property
    def label(self) -> str:
        """What messages about others call it."""
        return f"{self.namespace}/{self.name}"

    def location(self, kind: str) -> Location:
        """Give its place; a dump has no lines that help."""
        return Location(self.file, object=f"{kind}/{self.label}")


@dataclass(frozen=True, slots=True)
class Pod(Thing):
    """A pod: `networks` is what it asks for.

    `interfaces` are those that Multus added to it; None where the annotation is absent or cannot be read.
    """

    phase: str
    networks: str
    interfaces: tuple[Status, ...] | None
    addresses: frozenset[int]
    has_status: bool
    uses_host_network: bool
    is_terminating: bool

    @property
    def is_finished(self) -> bool:
        """Whether none of its containers will run again."""
        return self.phase in ("Succeeded", "Failed")

    def shows(self, address: int) -> bool:
        """Say whether one of its interfaces has an address."""
        return address in self.addresses


@dataclass(frozen=True, slots=True)
class Pool(Thing):
    """An IPPool: allocations by the text of their distance from the first address of `range`."""

    range: str
    allocations: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Reservation(Thing):
    """An OverlappingRangeIPReservation."""

    podref: str


@dataclass(frozen=True, slots=True)
class Nad(Thing):
    """A NetworkAttachmentDefinition; `config` is no text where the node has it in a file."""

    config: Any


Key = tuple[str, str]
"""Namespace and name."""


@dataclass(slots=True)
class Dump:
    """The objects of all files, which must be of one cluster; of two with one name the newer is kept."""

    pods: dict[Key, Pod] = field(default_factory=dict)
    pools: dict[Key, Pool] = field(default_factory=dict)
    reservations: dict[Key, Reservation] = field(default_factory=dict)
    nads: dict[Key, Nad] = field(default_factory=dict)
    count: int = 0

    def add(self, value: Mapping[str, Any], kind: str, file: str) -> None:
        """Take what is needed of an object; `kind` is that of its list where it names none itself."""
        self.count += 1
        kind = value.get("kind") or kind
        thing = _thing(value, file, self.count)
        group = str(value.get("apiVersion") or "").partition("/")[0]
        if kind == "Pod" and group in ("v1", ""):
            _put(self.pods, _pod(value, thing))
        elif group == "whereabouts.cni.cncf.io" and kind == "IPPool":
            spec = _map(value.get("spec"))
            _put(self.pools, Pool(*thing, _text(spec.get("range")), _map(spec.get("allocations"))))
        elif group == "whereabouts.cni.cncf.io" and kind == "OverlappingRangeIPReservation":
            _put(self.reservations, Reservation(*thing, _text(_map(value.get("spec")).get("podref"))))
        elif group == "k8s.cni.cncf.io" and kind == "NetworkAttachmentDefinition":
            _put(self.nads, Nad(*thing, _map(value.get("spec")).get("config")))

    @property
    def is_empty(self) -> bool:
        """Whether nothing in it is of any use."""
        return not (self.pods or self.pools or self.reservations or self.nads)


def read(inputs: Iterable[tuple[str, Read]]) -> Dump:
    """Read files, each with its name.

    Raises:
        InputError: one is no dump, or there is nothing in them that is looked for.
    """
    dump = Dump()
    last = ""
    for file, chunks in inputs:
        last = file
        for value, kind in objects(chunks, file):
            dump.add(value, kind, file)
    if dump.is_empty:
        hint = f"write it with `{COMMAND}`"
        raise InputError("no pod, pool, reservation or network in it", where=last, hint=hint)
    return dump


_Thing = tuple[str, int, str, str, str, int, str]


def _thing(value: Mapping[str, Any], file: str, at: int) -> _Thing:
    metadata = _map(value.get("metadata"))
    version = _text(metadata.get("resourceVersion"))
    is_number = version.isascii() and version.isdigit() and len(version) <= _LONGEST_VERSION
    return (
        file,
        at,
        _text(metadata.get("namespace")) or "default",
        _text(metadata.get("name")),
        _text(metadata.get("uid")),
        int(version) if is_number else 0,
        _text(metadata.get("creationTimestamp")),
    )


def _pod(value: Mapping[str, Any], thing: _Thing) -> Pod:
    metadata = _map(value.get("metadata"))
    annotations = _map(metadata.get("annotations"))
    text = _text(annotations.get(STATUS))
    interfaces: tuple[Status, ...] | None = None
    if text:
        try:
            interfaces = tuple(each for each in parse(text) if not each.is_default)
        except StatusError:
            interfaces = None
    return Pod(
        *thing,
        phase=_text(_map(value.get("status")).get("phase")),
        networks=_text(annotations.get(NETWORKS)),
        interfaces=interfaces,
        addresses=frozenset(ip for each in interfaces or () for ip in each.ips),
        has_status=bool(text),
        uses_host_network=_map(value.get("spec")).get("hostNetwork") is True,
        is_terminating=bool(metadata.get("deletionTimestamp")),
    )


def _put(into: dict[Key, Any], thing: Thing) -> None:
    key = thing.namespace, thing.name
    known = into.get(key)
    if known is None or known.version <= thing.version:
        into[key] = thing


def _map(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
