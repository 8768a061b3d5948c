"""What Multus' and Whereabouts' programs ask of the API server, and which of them a pod runs.

Read in the sources of Multus 4.2.1 to 4.3.0 (pkg/k8sclient, pkg/server) and of Whereabouts 0.7.0 to 0.9.4
(pkg/storage/kubernetes, pkg/controlloop, pkg/reconciler, pkg/node-controller), and of the client of network
attachments that Multus writes a pod's status with.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from chartgen.lint.bindings import Right, Subject
from chartgen.lint.images import read_image
from chartgen.lint.objects import Container, Object, Pod, Release

NETWORKS: Final = "k8s.cni.cncf.io"
WHEREABOUTS: Final = "whereabouts.cni.cncf.io"
NODES: Final = Subject("Group", "", "system:nodes")
"""Whom a kubelet is for the API server, and Multus too where it uses the kubelet's kubeconfig."""

Verbs = Mapping[tuple[str, str], str]

_POOLS: Final = (WHEREABOUTS, "ippools")
_RESERVATIONS: Final = (WHEREABOUTS, "overlappingrangeipreservations")
_SLICES: Final = (WHEREABOUTS, "nodeslicepools")
_LEASES: Final = ("coordination.k8s.io", "leases")
_PODS: Final = ("", "pods")
_STATUS: Final = ("", "pods/status")
_NODES: Final = ("", "nodes")
_EVENTS: Final = ("", "events")
_NETWORKS: Final = (NETWORKS, "network-attachment-definitions")


@dataclass(frozen=True, slots=True)
class Program:
    """A program: all that it ever asks for, and what it does not work without."""

    name: str
    used: Verbs
    needed: Verbs


PLUGIN: Final = Program(
    "the plugin",
    {
        _POOLS: "get list create patch",
        _RESERVATIONS: "get create delete",
        _SLICES: "get",
        _LEASES: "get create update",
    },
    {_POOLS: "get list create patch", _RESERVATIONS: "get create delete", _LEASES: "get create update"},
)
CONTROL_LOOP: Final = Program(
    "ip-control-loop",
    {
        _POOLS: "get list watch patch",
        _RESERVATIONS: "list delete",
        _LEASES: "get create update",
        _PODS: "get list watch",
        _NODES: "get",
        _NETWORKS: "get list watch",
        _EVENTS: "create patch update",
    },
    {_POOLS: "list watch", _PODS: "get list watch", _NODES: "get", _NETWORKS: "list watch"},
)
# Google's build without its watch of pods: it only looks for orphans now and then.
GKE_CONTROL_LOOP: Final = Program(
    "ip-control-loop",
    {**CONTROL_LOOP.used, _POOLS: "get list patch"},
    {_POOLS: "list patch", _RESERVATIONS: "list delete", _PODS: "get list"},
)
RECONCILER: Final = Program(
    "ip-reconciler",
    {_POOLS: "get list patch", _RESERVATIONS: "list delete", _PODS: "get list"},
    {_POOLS: "list patch", _RESERVATIONS: "list delete", _PODS: "get list"},
)
SLICE_CONTROLLER: Final = Program(
    "node-slice-controller",
    {
        _SLICES: "get list watch create update delete",
        _LEASES: "get create update",
        _NODES: "get list watch",
        _NETWORKS: "get list watch",
        _EVENTS: "create patch update",
    },
    {_SLICES: "list watch create update delete", _NODES: "list watch", _NETWORKS: "list watch"},
)
THIN: Final = Program(
    "Multus",
    {_NETWORKS: "get", _PODS: "get", _STATUS: "update", _EVENTS: "create patch update"},
    {_NETWORKS: "get", _PODS: "get", _STATUS: "update"},
)
THICK: Final = Program(
    "multus-daemon",
    {
        _NETWORKS: "get list watch",
        _PODS: "get list watch",
        _STATUS: "update",
        _EVENTS: "create patch update",
    },
    {_NETWORKS: "get list watch", _PODS: "get list watch", _STATUS: "update"},
)
# Who installs Multus' binary has no account in mind, but the plugin may get that of the pod.
INSTALLED: Final = Program("Multus", THIN.used, {})
KUBELET: Final = Program("Multus", {_NETWORKS: "get"}, {_NETWORKS: "get"})
"""Multus with the kubeconfig of the kubelet, which may read pods and write their status anyway."""

RESOURCES: Final = frozenset(
    resource for program in (PLUGIN, CONTROL_LOOP, SLICE_CONTROLLER, THICK) for resource in program.used
)


def rights(verbs: Verbs) -> frozenset[Right]:
    """Give the rights of a table."""
    return frozenset(
        Right(group, resource, verb) for (group, resource), words in verbs.items() for verb in words.split()
    )


def programs(pod: Pod) -> list[Program]:
    """Give those of the programs that a pod runs or installs."""
    found: list[Program] = []
    for each in pod.containers:
        found += (program for program in _programs(each) if program not in found)
    return found


def uses_kubelet(release: Release) -> bool:
    """Whether the Multus of a release has the kubeconfig of the kubelet."""
    return any("kubelet/kubeconfig" in text for each in release.objects for text in _settings(each))


def account_of(each: Object, pod: Pod) -> Subject:
    """Give the service account of a pod."""
    name = pod.spec.get("serviceAccountName") or pod.spec.get("serviceAccount") or "default"
    return Subject("ServiceAccount", each.namespace, str(name))


def _programs(container: Container) -> Iterator[Program]:
    image = read_image(container.image)
    words = " ".join(container.words())
    if image is None or not image.program:
        return
    if image.program == "multus":
        yield _multus(words, is_thick="thick" in container.image, has_command="command" in container.value)
        return
    if "install-cni.sh" in words or not words:
        yield PLUGIN
    if "ip-control-loop" in words:
        is_blind = "-gke" in image.tag and "--enable-pod-watch=false" in words
        yield GKE_CONTROL_LOOP if is_blind else CONTROL_LOOP
    if "ip-reconciler" in words:
        yield RECONCILER
    if "node-slice-controller" in words:
        yield SLICE_CONTROLLER


def _multus(words: str, *, is_thick: bool, has_command: bool) -> Program:
    if "multus-daemon" in words or (is_thick and not has_command):
        return THICK
    return THIN if "thin_entrypoint" in words or not has_command else INSTALLED


def _settings(each: Object) -> Iterator[str]:
    """Yield where Multus is told of its kubeconfig: in a configuration, or by a flag of its installer."""
    if each.kind == "ConfigMap":
        data = each.value.get("data")
        yield from (str(text) for text in data.values()) if isinstance(data, dict) else ()
    for container in each.pod.containers if each.pod else ():
        yield from container.words()
