"""Pods, and objects that make pods, that ask for networks by annotation."""

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from chartgen.cni import annotation, whereabouts
from chartgen.cni.allocation import requested_problems
from chartgen.cni.annotation import DEFAULT_NETWORK, GKE_INTERFACES, NETWORKS, STATUS, Request
from chartgen.cni.ipvlan import TYPE as IPVLAN
from chartgen.cni.libcni import LONGEST_NAME
from chartgen.cni.nad import Attachment
from chartgen.cni.problem import Problem, warning
from chartgen.cni.versions import Version, Versions
from chartgen.cni.whereabouts import Ipam
from chartgen.core.finding import Finding, Severity
from chartgen.core.values_path import Steps
from chartgen.core.yaml import format_path
from chartgen.validate.isolation import Isolation
from chartgen.validate.manifest_file import Manifest

_TEMPLATES: Final[tuple[Steps, ...]] = (
    (),
    ("template",),
    ("spec", "template"),
    ("spec", "jobTemplate", "spec", "template"),
)
"""Where a pod may stand in an object: Pod, PodTemplate, Deployment and its like, CronJob."""
_ANNOTATIONS: Final[Steps] = ("metadata", "annotations")
_CONTROLLERS: Final = ("Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob")
_READ: Final = (NETWORKS, DEFAULT_NETWORK, STATUS, "k8s.v1.cni.cncf.io/networks-status")
_OF_NETWORKS: Final = re.compile("cncf.io/|cni", re.IGNORECASE)
_LONGEST_KEY: Final = 300
_NEAR: Final = 0.92
"""So near is `k8s.v1.cni.cncf.io/network`, and not what other programs add to the name."""
_MOST_SHOWN: Final = 5
_GATEWAYS_OF_1_1_SINCE: Final = (4, 2, 4)
_LONGEST_FILE: Final = LONGEST_NAME + len("net1")
_MULTUS_NAMESPACE: Final = "kube-system"


@dataclass(frozen=True, slots=True)
class Networks:
    """The networks among the manifests, by namespace and name, and whose a pod may use.

    None is one that says nothing here: its configuration is a file of the node.
    """

    attachments: Mapping[tuple[str, str], Attachment | None]
    isolation: Isolation = field(default_factory=Isolation)
    namespaces: dict[str, list[str]] = field(default_factory=dict, init=False)
    """Where there is a network of a name, sorted."""

    def __post_init__(self) -> None:
        """Sort the namespaces once, however many pods ask."""
        for namespace, name in sorted(self.attachments):
            self.namespaces.setdefault(name, []).append(namespace)


def findings(manifest: Manifest, networks: Networks, versions: Versions) -> Iterator[Finding]:
    """Yield what is wrong with the annotations of an object's pods."""
    if manifest.kind in _CONTROLLERS:
        yield from _misplaced(manifest)
    for path in _TEMPLATES:
        if path == () and manifest.kind != "Pod":
            continue
        pod = _at(manifest.value, path)
        annotations = _at(pod, _ANNOTATIONS)
        if not isinstance(annotations, Mapping):
            continue
        problems = _problems(pod, annotations, manifest, networks, versions)
        for key, problem in (*problems, *_misspelt(annotations)):
            yield _finding(manifest, (*path, *_ANNOTATIONS, key), problem)


def has_pod(value: Mapping[str, Any]) -> bool:
    """Say whether an object is a pod or makes pods."""
    return value.get("kind") == "Pod" or any(
        isinstance(_at(value, (*path, part)), Mapping)
        for path in _TEMPLATES[1:]
        for part in ("metadata", "spec")
    )


def _finding(manifest: Manifest, path: Steps, problem: Problem) -> Finding:
    inside = f" {format_path(problem.path)}" if problem.path else ""
    message = f"{path[-1]}{inside}: {problem.message}"
    return Finding(manifest.locate(path), problem.rule, problem.severity, message, problem.hint)


def _misplaced(manifest: Manifest) -> Iterator[Finding]:
    """Yield the annotations that an object has itself, and its pods have not."""
    own = _at(manifest.value, _ANNOTATIONS)
    path = next((path for path in _TEMPLATES[2:] if isinstance(_at(manifest.value, path), Mapping)), None)
    if path is None or not isinstance(own, Mapping):
        return
    for key in (NETWORKS, DEFAULT_NETWORK):
        if own.get(key) and _at(manifest.value, (*path, *_ANNOTATIONS, key)) is None:
            problem = f"has no effect on a {manifest.kind}: Multus reads the annotations of pods"
            hint = f"move it to {format_path((*path, *_ANNOTATIONS))}"
            yield _finding(manifest, (*_ANNOTATIONS, key), warning("annotation-place", problem, hint=hint))


def _misspelt(annotations: Mapping[str, Any]) -> Iterator[tuple[str, Problem]]:
    """Yield the annotations whose names nearly are those that Multus reads."""
    for key in annotations:
        if not isinstance(key, str) or key in _READ or not _OF_NETWORKS.search(key[:_LONGEST_KEY]):
            continue
        near = difflib.get_close_matches(key[:_LONGEST_KEY], (NETWORKS, DEFAULT_NETWORK), 1, _NEAR)
        if near:
            problem = "has no effect: Multus reads no annotation of this name"
            yield key, warning("annotation-key", problem, hint=f"did you mean {near[0]!r}?")


def _at(value: Any, path: Steps) -> Any:
    for step in path:
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def _problems(
    pod: Any, annotations: Mapping[str, Any], manifest: Manifest, networks: Networks, versions: Versions
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
            requests, problems = annotation.check(text, manifest.namespace)
            asked = (*_requested(requests, networks, versions), *_isolated(requests, manifest, networks))
            yield from ((key, problem) for problem in (*problems, *asked))
        else:
            yield from ((key, problem) for problem in _default_network(text))
        if text and annotations.get(GKE_INTERFACES):
            problem = f"stands beside {GKE_INTERFACES}: a pod uses Multus or GKE's own networks, never both"
            yield key, warning("annotation-gke", problem, hint="remove one of them")


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
        key = request.namespace, request.name
        if key in networks.attachments:
            attachment = networks.attachments[key]
            yield from _of_network(request, attachment, versions) if attachment else ()
        elif networks.attachments and request.name:
            others = networks.namespaces.get(request.name, [])
            hint = f"it is there in {', '.join(others[:_MOST_SHOWN])}" if others else ""
            if len(others) > _MOST_SHOWN:
                hint += f" and {len(others) - _MOST_SHOWN} more"
            problem = f"no network {request.reference} among the manifests"
            yield Problem("annotation-unknown-network", problem, request.path, hint, Severity.INFO)


def _isolated(requests: list[Request], manifest: Manifest, networks: Networks) -> Iterator[Problem]:
    """Yield the networks of other namespaces that Multus may keep from the pod.

    A pod that names no namespace may be meant for the one of its network.
    """
    isolation, own = networks.isolation, manifest.namespace
    for request in requests if manifest.has_own_namespace else ():
        if not request.name or not isolation.hinders(own, request.namespace):
            continue
        is_known = isolation.isolates is not None
        under = "under namespaceIsolation" if is_known else "if Multus isolates namespaces, as on GKE,"
        problem = f"{under} only pods of {request.namespace} can use {request.reference}"
        hint = f"give {own} the network too, or add {request.namespace} to Multus' globalNamespaces"
        severity = Severity.WARNING if is_known else Severity.INFO
        yield Problem("annotation-isolation", problem, request.path, hint, severity)


def _of_network(request: Request, attachment: Attachment, versions: Versions) -> Iterator[Problem]:
    name, interface = attachment.network_name, request.interface
    if name and len(name) + len(interface) > _LONGEST_FILE:
        problem = f"the network's name and the interface {interface} are too long together for libcni's cache"
        yield Problem("annotation-interface", problem, (*request.path, "interface"))
    version = attachment.network.cni_version if attachment.network else ""
    if request.gateways and version == "1.1.0" and versions.multus < _GATEWAYS_OF_1_1_SINCE:
        problem = "Multus before 4.2.4 takes no default-route on a network of cniVersion 1.1.0"
        yield warning("annotation-default-route-version", problem, (*request.path, "default-route"))
    types = [plugin.type for plugin in attachment.plugins]
    if request.mac and types[:1] == [IPVLAN]:
        problem = "ipvlan ignores mac: all interfaces on a parent have that of the parent"
        yield warning("annotation-mac-ignored", problem, (*request.path, "mac"), "remove it")
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
            yield warning("annotation-ips-unreserved", text, path, "leave ips out")
    if found and len(found) == len(request.ips):
        yield from (each.under(*request.path) for each in requested_problems(ipam, version, found))
