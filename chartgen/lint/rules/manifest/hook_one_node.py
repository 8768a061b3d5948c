"""What takes files away from nodes runs on all of them.

*Why.* The pod of a Job runs on one node: the files on all others stay, and with a Multus configuration that
stays no pod starts there any more. A DaemonSet that still runs may also write the files again.

*Fix.* Clean up where the files were written, in a `preStop` of the DaemonSet, or with a DaemonSet of its own.
"""

from collections.abc import Iterator
from typing import Any, Final

from chartgen.core.finding import Severity
from chartgen.lint.objects import Object, Pod, at, mappings_at
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("hook-one-node", Severity.WARNING, since="0.1.0", sees="object")

_EVENTS: Final = frozenset({"pre-delete", "post-delete"})
_HOSTNAME: Final = ("spec", "nodeSelector", "kubernetes.io/hostname")


def check(each: Object) -> Iterator[Hit]:
    """Look for Jobs that run before or after a deletion and write to a node."""
    events = {event.strip() for event in str(each.annotations.get("helm.sh/hook", "")).split(",")}
    pod = each.pod
    if pod is None or each.kind not in ("Job", "Pod") or not events & _EVENTS or _is_for_one(each, pod):
        return
    folders = {
        volume["name"]: at(volume, ("hostPath", "path"))
        for _, volume in pod.volumes
        if isinstance(volume.get("name"), str)
    }
    for container in pod.containers:
        for path, mount in mappings_at(container.value, ("volumeMounts",)):
            folder: Any = folders.get(str(mount.get("name")))
            if isinstance(folder, str) and mount.get("readOnly") is not True:
                message = f"it changes {folder} on one node only"
                yield each.hit(message, (*container.path, *path))
                return


def _is_for_one(each: Object, pod: Pod) -> bool:
    """Whether it is for a node that is named, or runs on many."""
    many = at(each.value, ("spec", "parallelism"))
    return bool(
        at(pod.value, ("spec", "nodeName"))
        or at(pod.value, _HOSTNAME)
        or (isinstance(many, int) and many > 1)
    )
