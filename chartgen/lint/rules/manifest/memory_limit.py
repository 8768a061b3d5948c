"""Each container has a limit of memory.

*Why.* Without one a leak takes the memory of the whole node, and the kernel kills what it finds.

*Fix.* Give `resources.limits.memory`, well above the most that was measured.
"""

from collections.abc import Iterator
from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.objects import Object, at
from chartgen.lint.quantities import limits
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("memory-limit", Severity.INFO, since="0.1.0", sees="object")


def check(each: Object) -> Iterator[Hit]:
    """Look for containers without a limit of memory."""
    pod = each.pod
    if pod is None or at(pod.spec, ("resources", "limits", "memory")) is not None:
        return
    for container in pod.containers:
        if container.field != "ephemeralContainers" and limits(container).get("memory") is None:
            yield each.hit(f"the container {container.name!r} has no limit of memory", container.path)
