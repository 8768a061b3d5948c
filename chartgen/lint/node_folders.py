"""Which folders of a node containers mount for CNI: where its programs lie, and its configuration."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from chartgen.core.values_path import Steps
from chartgen.lint.calls import Call, calls, script_of
from chartgen.lint.objects import Container, Pod, at, mappings_at
from chartgen.model import catalogue

Purpose = Literal["programs", "configuration"]

_ENDS: Final[tuple[tuple[str, Purpose], ...]] = (("/cni/bin", "programs"), ("/cni/net.d", "configuration"))

_COPIERS: Final = frozenset({"cp", "install", "mv"})
_UNDERSTOOD: Final = frozenset(
    {
        *_COPIERS,
        "chmod",
        "echo",
        "gkecmd",
        "install-cni.sh",
        "install_multus",
        "ip-control-loop",
        "ip-reconciler",
        "ls",
        "mkdir",
        "multus-daemon",
        "rm",
        "set",
        "sleep",
        "tail",
        "thin_entrypoint",
        "wait",
    }
)
"""Programs that are known not to write one file of the configuration anew."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of the node in a container: `host` and `inside` are its paths, without a slash at the end."""

    purpose: Purpose
    host: str
    inside: str
    is_writable: bool
    path: Steps
    """Of the mount, in the object."""

    def holds(self, path: str) -> bool:
        """Say whether a path in the container lies in it."""
        return path.rstrip("/") == self.inside or path.startswith(f"{self.inside}/")


def folders(pod: Pod, container: Container) -> Iterator[Folder]:
    """Yield the folders for CNI that a container mounts from the node; a volume of the pod's own is none."""
    hosts = {str(volume.get("name")): at(volume, ("hostPath", "path")) for _, volume in pod.volumes}
    for path, mount in mappings_at(container.value, ("volumeMounts",)):
        host, inside = hosts.get(str(mount.get("name"))), mount.get("mountPath")
        if not isinstance(host, str) or not isinstance(inside, str):
            continue
        part = mount.get("subPath")
        host = f"{host.rstrip('/')}/{part}" if isinstance(part, str) and part else host
        purpose = _purpose(host.rstrip("/"))
        if purpose is not None:
            is_writable = mount.get("readOnly") is not True
            yield Folder(purpose, host.rstrip("/"), inside.rstrip("/"), is_writable, (*container.path, *path))


def writes(pod: Pod, container: Container, purpose: Purpose) -> bool:
    """Say whether a container can write to such a folder of the node."""
    return any(each.purpose == purpose and each.is_writable for each in folders(pod, container))


def gives_multus_configuration(pod: Pod, container: Container) -> bool:
    """Say whether a container puts a configuration of Multus into the node's folder."""
    return writes(pod, container, "configuration") and any(
        call.name == "thin_entrypoint"
        # Before 4.0 its name was one that many images have.
        or (call.name == "entrypoint.sh" and "multus" in container.image)
        or (call.name in _COPIERS and _names_multus(call))
        for call in calls(container)
    )


def gives_whereabouts_token(pod: Pod, container: Container) -> Call | None:
    """Give the call that puts Whereabouts' kubeconfig into the node's folder.

    Its script has a name that those of other plugins have too.
    """
    if "whereabouts" not in container.image or not writes(pod, container, "configuration"):
        return None
    return next((call for call in calls(container) if call.name == "install-cni.sh"), None)


def may_change_configuration(pod: Pod, container: Container) -> bool:
    """Say whether a container writes to the node's configuration with a program of which nothing is known."""
    return writes(pod, container, "configuration") and any(
        call.name not in _UNDERSTOOD and script_of(call) is None for call in calls(container)
    )


def _names_multus(call: Call) -> bool:
    texts = (word.text for word in call.arguments)
    return any("multus" in text and text.endswith((".conf", ".conflist")) for text in texts)


def _purpose(host: str) -> Purpose | None:
    for end, purpose in _ENDS:
        if host.endswith(end):
            return purpose
    return _known().get(host)


@cache
def _known() -> dict[str, Purpose]:
    """Give the folders of the platforms that a chart is generated for."""
    found: dict[str, Purpose] = {}
    for platform in catalogue.load().platforms:
        found[platform.defaults.get("daemonset.cniBinDir", "")] = "programs"
        found[platform.defaults.get("daemonset.cniConfDir", "")] = "configuration"
    found.pop("", None)
    return found
