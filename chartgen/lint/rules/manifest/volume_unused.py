"""Each volume of a pod is mounted by one of its containers.

*Why.* A pod waits for all of its volumes, also for those that nobody looks into: a Secret that is missing, or
a path of the node that is not there, then keeps it from starting.

*Fix.* Remove the volume, or mount it.
"""

from collections.abc import Iterator
from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.objects import Object, mappings_at
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("volume-unused", Severity.WARNING, since="0.1.0", sees="object")


def check(each: Object) -> Iterator[Hit]:
    """Look for volumes without a mount."""
    pod = each.pod
    if pod is None:
        return
    used = {
        str(mount.get("name"))
        for container in pod.containers
        for field in ("volumeMounts", "volumeDevices")
        for _, mount in mappings_at(container.value, (field,))
    }
    for path, volume in pod.volumes:
        if str(volume.get("name")) not in used:
            yield each.hit(f"no container mounts the volume {volume.get('name')!r}", (*path, "name"))
