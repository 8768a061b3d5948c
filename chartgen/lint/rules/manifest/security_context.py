"""Containers say with which rights they run.

*Why.* Without a `securityContext` a container runs as the user of its image, often root, with the runtime's
capabilities and a file system that it may write to.

*Fix.* Give it `allowPrivilegeEscalation: false`, `capabilities: {drop: [ALL]}`, and `runAsNonRoot` where it
can.
"""

from collections.abc import Iterator
from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.objects import Object
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("security-context", Severity.INFO, since="0.1.0", sees="object")


def check(each: Object) -> Iterator[Hit]:
    """Look for containers for which neither they nor their pod have a security context."""
    pod = each.pod
    if pod is None or pod.spec.get("securityContext"):
        return
    for container in pod.containers:
        if not container.value.get("securityContext"):
            yield each.hit(f"the container {container.name!r} has no securityContext", container.path)
