"""Each container asks for the CPU or memory that it needs.

*Why.* The scheduler puts any number of pods that ask for nothing on one node, and they are the first to be
killed when its memory runs out. Many charts leave that to their users: it is a warning where other containers
of the pod ask for something, or where the pod is one that the system needs.

*Fix.* Give `resources.requests`, measured rather than guessed.
"""

from collections.abc import Iterator
from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.objects import Object
from chartgen.lint.quantities import has_own_resources, requests
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("resources-missing", Severity.WARNING, since="0.1.0", sees="object")
_SYSTEM: Final = "system-"


def check(each: Object) -> Iterator[Hit]:
    """Look for containers without requests."""
    pod = each.pod
    if pod is None or has_own_resources(pod):
        return
    others = any(requests(container) for container in pod.containers)
    is_expected = others or str(pod.spec.get("priorityClassName")).startswith(_SYSTEM)
    for container in pod.containers:
        if container.field == "ephemeralContainers" or requests(container):
            continue
        passes = each.is_hook or container.is_init
        yield each.hit(
            f"the container {container.name!r} asks for neither CPU nor memory",
            container.path,
            severity=None if is_expected and not passes else Severity.INFO,
        )
