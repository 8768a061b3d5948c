"""Init containers have the limits that make the whole pod Guaranteed where its main containers do.

*Why.* One container without CPU and memory limits equal to its requests makes the pod Burstable, so that the
kernel kills it before others; for a network agent that means pods that do not start.

*Fix.* Give the init container limits, and requests that are equal or none.
"""

from collections.abc import Iterator
from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.objects import Object
from chartgen.lint.quantities import has_own_resources, is_guaranteed
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("qos-guaranteed", Severity.WARNING, since="0.1.0", sees="object")


def check(each: Object) -> Iterator[Hit]:
    """Look for pods that are not Guaranteed because of their init containers alone."""
    pod = each.pod
    if pod is None or has_own_resources(pod):
        return
    main = [container for container in pod.containers if container.field == "containers"]
    if not all(map(is_guaranteed, main)):
        return
    for container in pod.containers:
        if container.field == "initContainers" and not is_guaranteed(container):
            yield each.hit(
                f"{container.name!r} makes the pod Burstable: its main containers have limits of CPU and "
                "memory equal to their requests, it has not",
                container.path,
            )
