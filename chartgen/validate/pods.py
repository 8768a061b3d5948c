"""Pods, and objects that make pods, that ask for networks by annotation."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from chartgen.cni import annotation, whereabouts
from chartgen.cni.allocation import requested_problems
from chartgen.cni.annotation import DEFAULT_NETWORK, GKE_INTERFACES, NETWORKS, Request
from chartgen.cni.ipvlan import TYPE as IPVLAN
from chartgen.cni.libcni import LONGEST_NAME
from chartgen.cni.nad import Attachment
from chartgen.cni.problem import Problem, warning
from chartgen.cni.versions import Version, Versions
from chartgen.cni.whereabouts import Ipam
from chartgen.core.finding import Finding, Severity
from chartgen.core.location import Location
from chartgen.core.values_path import Steps
from chartgen.core.yaml import format_path

Networks = Mapping[tuple[str, str], Attachment]
"""The networks among the manifests, by namespace and name."""

_TEMPLATES: Final[tuple[Steps, ...]] = (
    (),
    ("template",),
    ("spec", "template"),
    ("spec", "jobTemplate", "spec", "template"),
)
"""Where a pod may stand in an object: Pod, PodTemplate, Deployment and its like, CronJob."""
_GATEWAYS_OF_1_1_SINCE: Final = (4, 2, 4)
_LONGEST_FILE: Final = LONGEST_NAME + len("net1")
_MULTUS_NAMESPACE: Final = "kube-system"


def findings(
    value: Mapping[str, Any],
    namespace: str,
    locate: Callable[[Steps], Location],
    networks: Networks,
    versions: Versions,
) -> Iterator[Finding]:
    """Yield what is wrong with the annotations of an object's pods."""
    for path in _TEMPLATES:
        if path == () and value.get("kind") != "Pod":
            continue
        pod = _at(value, path)
        annotations = _at(pod, ("metadata", "annotations"))
        if not isinstance(annotations, Mapping):
            continue
        for key, problem in _problems(pod, annotations, namespace, networks, versions):
            place = locate((*path, "metadata", "annotations", key))
            inside = f" {format_path(problem.path)}" if problem.path else ""
            message = f"{key}{inside}: {problem.message}"
            yield Finding(place, problem.rule, problem.severity, message, problem.hint)


def _at(value: Any, path: Steps) -> Any:
    for step in path:
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def _problems(
    pod: Any, annotations: Mapping[str, Any], namespace: str, networks: Networks, versions: Versions
) -> Iterator[tuple[str, Problem]]:
    """Yield the problems of one pod, each with the annotation that has it."""
    for key in (NETWORKS, DEFAULT_NETWORK):
        text = annotations.get(key)
        if text is None:
            continue
        if not isinstance(text, str):
            hint = "put it in quotes, or write it behind `|-`"
            yield key, Problem("annotation-type", "must be a text; the API server refuses it", hint=hint)
        elif _at(pod, ("spec", "hostNetwork")) is True:
            yield key, warning("annotation-host-network", "has no effect on a pod with hostNetwork")
        elif key == NETWORKS:
            requests, problems = annotation.check(text, namespace)
            yield from ((key, problem) for problem in (*problems, *_requested(requests, networks, versions)))
        else:
            yield from ((key, problem) for problem in _default_network(text))
    if annotations.get(NETWORKS) and annotations.get(GKE_INTERFACES):
        problem = f"stands beside {GKE_INTERFACES}: a pod uses Multus or GKE's own networks, never both"
        yield NETWORKS, warning("annotation-gke", problem, hint="remove one of them")


def _default_network(text: str) -> Iterator[Problem]:
    """Yield what is wrong with a request for another default network; it may name one.

    Source: multus-cni 4.2.1 to 4.3.0 pkg/k8sclient/k8sclient.go tryLoadK8sPodDefaultNetwork.
    """
    requests, problems = annotation.parse(text, _MULTUS_NAMESPACE)
    yield from problems
    if not text:
        yield Problem("annotation-default-network", "is empty", hint="name a network, or remove it")
    elif not requests and not problems:
        problem = "names no network, on which Multus crashes"
        yield Problem("annotation-default-network", problem, is_crash=True)
    elif len(requests) > 1:
        yield Problem("annotation-default-network", "names more networks than one")


def _requested(requests: list[Request], networks: Networks, versions: Versions) -> Iterator[Problem]:
    """Yield what requests cannot get of the networks that are among the manifests."""
    for request in requests:
        attachment = networks.get((request.namespace, request.name))
        if attachment is not None:
            yield from _of_network(request, attachment, versions)
        elif networks and request.name:
            others = sorted(namespace for namespace, name in networks if name == request.name)
            hint = f"it is there in {', '.join(others)}" if others else ""
            problem = f"no network {request.reference} among the manifests"
            yield Problem("annotation-unknown-network", problem, request.path, hint, Severity.INFO)


def _of_network(request: Request, attachment: Attachment, versions: Versions) -> Iterator[Problem]:
    name, interface = attachment.network_name, request.interface
    if name and len(name) + len(interface) > _LONGEST_FILE:
        problem = f"the network's name and the interface {interface} are too long together for libcni's cache"
        yield Problem("annotation-interface", problem, (*request.path, "interface"))
    version = attachment.network.cni_version if attachment.network else ""
    if request.gateways and version == "1.1.0" and versions.multus < _GATEWAYS_OF_1_1_SINCE:
        problem = "Multus before 4.2.4 takes no default-route on a network of cniVersion 1.1.0"
        yield warning("annotation-default-route", problem, (*request.path, "default-route"))
    types = [plugin.type for plugin in attachment.plugins]
    if request.mac and types[:1] == [IPVLAN]:
        problem = "ipvlan ignores mac: all interfaces on a parent have that of the parent"
        yield warning("annotation-mac", problem, (*request.path, "mac"), "remove it")
    for ipam in attachment.ipams.values():
        yield from _ips(request, ipam, versions.whereabouts)


def _ips(request: Request, ipam: Ipam, version: Version) -> Iterator[Problem]:
    """Yield what Whereabouts makes of the addresses that a pod asks for itself."""
    found = []
    for at, ip in enumerate(request.ips):
        read = whereabouts.read_requested(ip)
        path = (*request.path, "ips", at)
        if isinstance(read, str):
            text = f"{ip} {read}, and Whereabouts takes nothing else"
            yield Problem("annotation-ips", text, path, "write it with its prefix, such as 10.0.0.9/24")
        else:
            found.append(read)
            text = f"the pod gets {ip} beside an address of the pool, and nobody reserves it"
            yield warning("annotation-ips", text, path, "leave ips out")
    if found and len(found) == len(request.ips):
        yield from (each.under(*request.path) for each in requested_problems(ipam, version, found))
