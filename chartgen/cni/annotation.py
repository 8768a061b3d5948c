"""The annotation by which a pod asks for networks, as Multus reads it.

Source: multus-cni 4.2.1 to 4.3.0 pkg/k8sclient/k8sclient.go parsePodNetworkAnnotation, pkg/types/types.go
NetworkSelectionElement, pkg/multus/multus.go getIfname, pkg/types/conf.go CheckGatewayConfig.
"""

import re
from typing import Any, Final, NamedTuple

from chartgen.cni.addresses import is_hardware_address, is_v4, parse_cidr, parse_ip
from chartgen.cni.go_types import (
    Anything,
    Entries,
    Integer,
    Items,
    Kind,
    Optional,
    Parsed,
    Record,
    Text,
    unmarshal,
)
from chartgen.cni.json_text import JsonTextError, TooDeepError, read
from chartgen.cni.libcni import BLANKS, interface_name_problem, type_problems
from chartgen.cni.pools import is_object_name
from chartgen.cni.problem import Problem, shown, warning
from chartgen.core.suggest import did_you_mean
from chartgen.core.values_path import Steps

NETWORKS: Final = "k8s.v1.cni.cncf.io/networks"
STATUS: Final = "k8s.v1.cni.cncf.io/network-status"
DEFAULT_NETWORK: Final = "v1.multus-cni.io/default-network"
GKE_INTERFACES: Final = "networking.gke.io/interfaces"
"""GKE's own multi-networking, which a pod uses instead of Multus or not at all."""

_LABEL: Final = re.compile("[a-z0-9](?:[-a-z0-9]*[a-z0-9])?", re.ASCII)
_JSON_MARKS: Final = re.compile(r'[\[{"]')
_BLANKS: Final = re.compile(r"[ \t\n\v\f\r/]")
_LONGEST_INTERFACE: Final = 15
_LONGEST_LABEL: Final = 63

_ELEMENT: Final[dict[str, Kind]] = {
    "name": Text(),
    "namespace": Text(),
    "ips": Items(Text()),
    "mac": Text(),
    "infiniband-guid": Text(),
    "interface": Text(),
    "interfaceRequest": Text(),
    "portMappings": Items(
        Optional(
            Record({"hostPort": Integer(), "containerPort": Integer(), "protocol": Text(), "hostIP": Text()})
        )
    ),
    "bandwidth": Optional(
        Record(dict.fromkeys(("ingressRate", "ingressBurst", "egressRate", "egressBurst"), Integer()))
    ),
    "deviceID": Text(),
    "cni-args": Optional(Entries(Anything())),
    "default-route": Optional(Items(Parsed(parse_ip, "an IP address without prefix"))),
}
_RECORD: Final = Record(_ELEMENT)
_ELEMENTS: Final = Items(Optional(_RECORD))
_MOST_COMPARED: Final = 50
"""So many unknown keys of an annotation are compared with known ones."""


class Request(NamedTuple):
    """One network that a pod asks for; empty texts where it does not say.

    `gateways` is None where the pod does not ask for the default route.
    """

    name: str
    namespace: str
    interface: str = ""
    ips: tuple[str, ...] = ()
    mac: str = ""
    gateways: tuple[int | None, ...] | None = None
    cni_args: Any = None
    path: Steps = ()
    unknown_keys: tuple[str, ...] = ()

    @property
    def reference(self) -> str:
        """The network as `namespace/name`."""
        return f"{self.namespace}/{self.name}"


def parse(text: str, namespace: str) -> tuple[list[Request], list[Problem]]:
    """Read the annotation of a pod in a namespace.

    An error stops Multus at once; what is no error here can still fail when the networks are looked up.
    Paths start with the index of the network.
    """
    requests, problems = _read(text, namespace)
    return ([], problems) if problems else (requests, [])


def check(text: str, namespace: str) -> tuple[list[Request], list[Problem]]:
    """Read the annotation and judge what can be judged without the networks themselves.

    Beside problems come the requests that have none of their own, and the rest of those that have.
    """
    requests, problems = _read(text, namespace)
    if text and not text.strip() and not problems:
        return requests, [_useless("is blank, and asks for a network without name", ())]
    for request in requests:
        if not request.name:
            problems.append(_useless("asks for a network without name", request.path))
        elif not is_object_name(request.name) or not is_dns_label(request.namespace):
            problem = f"{shown(request.reference)} is none that Kubernetes can have"
            problems.append(_useless(problem, request.path))
        if request.interface and (problem := interface_name_problem(request.interface)):
            text = f"the interface {shown(request.interface)} {problem}; libcni refuses it"
            problems.append(Problem("annotation-interface", text, (*request.path, "interface")))
    problems += [*_same_interface(requests), *_gateway_problems(requests), *_key_problems(requests)]
    return requests, problems


def _read(text: str, namespace: str) -> tuple[list[Request], list[Problem]]:
    """Give what can be read, and why the rest cannot."""
    if not text:
        return [], []
    if _JSON_MARKS.search(text):
        return _read_json(text, namespace)
    requests: list[Request] = []
    problems: list[Problem] = []
    for at, item in enumerate(text.split(",")):
        result = _parse_item(item.strip(BLANKS), namespace, at)
        if isinstance(result, Problem):
            problems.append(result)
        else:
            requests.append(result)
    return requests, problems


def _useless(problem: str, path: Steps) -> Problem:
    return Problem("annotation-name", f"{problem}: no such network exists", path, "write [namespace/]name")


def _read_json(text: str, namespace: str) -> tuple[list[Request], list[Problem]]:
    try:
        tree = read(text)
    except TooDeepError as error:
        return [], [warning("annotation-unchecked", f"is {error}, and was not checked")]
    except JsonTextError as error:
        hint = "write [namespace/]name[@interface], with commas between, or a JSON list"
        return [], [Problem("annotation-json", f"is no JSON: {error}", hint=hint)]
    elements, mismatches = unmarshal(_ELEMENTS, tree)
    if mismatches:
        return [], type_problems("annotation-type", mismatches)
    requests: list[Request] = []
    problems: list[Problem] = []
    for at, element in enumerate(elements or []):
        if element is None:
            problem = "a network is null, on which Multus crashes"
            problems.append(Problem("annotation-json", problem, (at,), is_crash=True))
            continue
        found = _element_problems(element, at)
        if found:
            problems += found
            # What is wrong is told of once, and taken for left out.
            element |= {str(each.path[1]): _RECORD.zero()[str(each.path[1])] for each in found}
        unknown = tuple(key for key, _ in tree[at] if key not in _ELEMENT and _RECORD.field_of(key) is None)
        requests.append(_request(element, unknown, namespace, at))
    return requests, problems


def _request(element: dict[str, Any], unknown: tuple[str, ...], namespace: str, at: int) -> Request:
    gateways = element["default-route"]
    return Request(
        name=element["name"],
        namespace=element["namespace"] or namespace,
        interface=element["interface"] or element["interfaceRequest"],
        ips=tuple(element["ips"] or ()),
        mac=element["mac"],
        gateways=None if gateways is None else tuple(gateways),
        cni_args=element["cni-args"],
        path=(at,),
        unknown_keys=unknown,
    )


def _element_problems(element: dict[str, Any], at: int) -> list[Problem]:
    problems = [
        Problem("annotation-mac", f"{key} {shown(element[key])} is no hardware address", (at, key))
        for key in ("mac", "infiniband-guid")
        if element[key] and not is_hardware_address(element[key])
    ]
    for index, ip in enumerate(element["ips"] or ()):
        if (parse_cidr(ip) if "/" in ip else parse_ip(ip)) is None:
            problem = f"{shown(ip)} is no address, with or without prefix"
            problems.append(Problem("annotation-ips", problem, (at, "ips", index)))
    return problems


def _parse_item(item: str, namespace: str, at: int) -> Request | Problem:
    """Read `[namespace/]name[@interface]`."""
    parts = item.split("/")
    if len(parts) > 2:  # noqa: PLR2004 -- namespace and name
        return Problem("annotation-syntax", f"{shown(item)} has more than one /", (at,))
    own_namespace = parts[0].strip(BLANKS) if len(parts) == 2 else ""  # noqa: PLR2004
    names = parts[-1].split("@")
    if len(names) > 2:  # noqa: PLR2004 -- name and interface
        return Problem("annotation-syntax", f"{shown(item)} has more than one @", (at,))
    name = names[0].strip(BLANKS)
    interface = names[1].strip(BLANKS) if len(names) == 2 else ""  # noqa: PLR2004
    for text in (own_namespace, name):
        if text and not _LABEL.fullmatch(text):
            problem = f"{shown(text)} is no name that Multus takes here: small letters, digits and -"
            hint = "a name with a dot can only be asked for in JSON" if "." in text else ""
            return Problem("annotation-syntax", problem, (at,), hint)
    if len(interface.encode(errors="surrogatepass")) > _LONGEST_INTERFACE or _BLANKS.search(interface):
        problem = f"the interface {shown(interface)} must have at most 15 characters, no blank and no /"
        return Problem("annotation-syntax", problem, (at,))
    return Request(name, own_namespace or namespace, interface, path=(at,))


def is_dns_label(text: str) -> bool:
    """Say whether a namespace, and whatever the short form of the annotation names, can have a name."""
    return len(text) <= _LONGEST_LABEL and _LABEL.fullmatch(text) is not None


def interface_names(requests: list[Request]) -> list[str]:
    """Give the interface of each request: its own, or net1, net2 … by its place.

    Where Multus has default networks the numbers start behind them.
    """
    return [request.interface or f"net{at}" for at, request in enumerate(requests, 1)]


def _same_interface(requests: list[Request]) -> list[Problem]:
    if not any(request.interface for request in requests):
        return []
    seen = {"lo", "eth0"}
    problems = []
    for request in requests:
        # By its place in the text, of which not all may have been read.
        name = request.interface or f"net{int(request.path[0]) + 1}"
        if name in seen:
            problem = f"the pod already has an interface {name}"
            problems.append(Problem("annotation-interface", problem, request.path, "name it otherwise"))
        seen.add(name)
    return problems


def _gateway_problems(requests: list[Request]) -> list[Problem]:
    """Give the default routes beyond one of each family."""
    problems = []
    counts = {True: 0, False: 0}
    for request in requests:
        for at, gateway in enumerate(request.gateways or ()):
            family = gateway is not None and is_v4(gateway)
            counts[family] += 1
            if counts[family] > 1:
                problem = f"a second default route of IPv{4 if family else 6}; Multus takes one"
                problems.append(
                    Problem("annotation-default-route", problem, (*request.path, "default-route", at))
                )
    return problems


def _key_problems(requests: list[Request]) -> list[Problem]:
    """Give the keys that look like misspelt ones."""
    problems: list[Problem] = []
    near: dict[str, str] = {}
    for request in requests:
        for key in request.unknown_keys:
            if key not in near and len(near) < _MOST_COMPARED:
                near[key] = did_you_mean(key, _ELEMENT)
            if hint := near.get(key, ""):
                problem = f"Multus passes over {shown(key)}, which it does not know"
                problems.append(warning("annotation-key", problem, request.path, hint))
    return problems
