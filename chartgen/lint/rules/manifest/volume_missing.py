"""Each volume that a container mounts is a volume of its pod.

*Why.* The API server refuses the object.

*Fix.* Add the volume, under the same condition as the mount, or correct the name.
"""

from collections.abc import Iterator
from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.objects import Object, at, mappings_at
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("volume-missing", Severity.ERROR, since="0.1.0", sees="object")

_CLAIMS: Final = ("spec", "volumeClaimTemplates")


def check(each: Object) -> Iterator[Hit]:
    """Look for mounts without a volume."""
    pod = each.pod
    if pod is None:
        return
    known = {volume.get("name") for _, volume in pod.volumes if isinstance(volume.get("name"), str)}
    if each.kind == "StatefulSet":
        known |= {str(at(claim, ("metadata", "name"))) for _, claim in mappings_at(each.value, _CLAIMS)}
    for container in pod.containers:
        for field in ("volumeMounts", "volumeDevices"):
            for path, mount in mappings_at(container.value, (field,)):
                name = mount.get("name")
                if isinstance(name, str) and name not in known:
                    message = f"{container.name!r} mounts the volume {name!r}, which the pod does not have"
                    yield each.hit(message, (*container.path, *path, "name"))
