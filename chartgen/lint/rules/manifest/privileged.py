"""Containers that only write to folders of the node are not privileged.

*Why.* A privileged container has all of the node: its devices, its kernel, every other container. To write
files into a folder of the node, to be root with that folder mounted is enough.

*Fix.* Drop `privileged`, run as user 0 and drop all capabilities but `DAC_OVERRIDE`; where SELinux is on,
give the container a type that may write there.
"""

import posixpath
from collections.abc import Iterator
from typing import Any, Final

from chartgen.core.finding import Severity
from chartgen.lint.objects import Container, Object, Pod, at, mappings_at
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("privileged", Severity.WARNING, since="0.1.0", sees="object")

# Whoever mounts one of these may want the kernel, devices or other containers.
_WHOLE: Final = frozenset({"/", "/run", "/var", "/var/run"})
_DEEP: Final = (
    "/boot",
    "/dev",
    "/lib/modules",
    "/proc",
    "/run/netns",
    "/run/xtables.lock",
    "/sys",
    "/usr/lib/modules",
    "/usr/src",
    "/var/run/netns",
)


def check(each: Object) -> Iterator[Hit]:
    """Look for privileged containers that mount nothing but folders and files of the node."""
    pod = each.pod
    if pod is None or any(pod.spec.get(field) for field in ("hostPID", "hostIPC")):
        return
    for container in pod.containers:
        path = ("securityContext", "privileged")
        if at(container.value, path) is not True or container.value.get("volumeDevices"):
            continue
        folders = sorted(_folders(pod, container))
        if folders and not any(_is_special(folder) for folder in folders):
            message = f"{container.name!r} is privileged, but of the node it only mounts {', '.join(folders)}"
            yield each.hit(message, (*container.path, *path))


def _folders(pod: Pod, container: Container) -> Iterator[str]:
    sources: dict[Any, Any] = {
        str(volume.get("name")): at(volume, ("hostPath", "path")) for _, volume in pod.volumes
    }
    for _, mount in mappings_at(container.value, ("volumeMounts",)):
        folder = sources.get(str(mount.get("name")))
        if isinstance(folder, str):
            # Only privileged containers may hand mounts on to the node.
            yield "/" if mount.get("mountPropagation") == "Bidirectional" else folder


def _is_special(folder: str) -> bool:
    path = posixpath.normpath(folder)
    is_socket = path.endswith(".sock")
    return is_socket or path in _WHOLE or any(f"{path}/".startswith(f"{deep}/") for deep in _DEEP)
