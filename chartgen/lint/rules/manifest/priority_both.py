"""A pod names a priority class and leaves the number to it.

*Why.* The API server works out `priority` from the class and refuses a pod that says another number.

*Fix.* Remove `priority`.
"""

from collections.abc import Iterator
from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.objects import Object
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("priority-both", Severity.ERROR, since="0.1.0", sees="object")

_SYSTEM: Final = {"system-node-critical": 2000001000, "system-cluster-critical": 2000000000}


def check(each: Object) -> Iterator[Hit]:
    """Look for pods with both."""
    pod = each.pod
    if pod is None:
        return
    name, number = pod.spec.get("priorityClassName"), pod.spec.get("priority")
    if not isinstance(name, str) or not name or number is None:
        return
    right = _SYSTEM.get(name)
    if right is None:
        # The class may have this very number.
        message, severity = f"priority {number} stands beside the class {name}", Severity.WARNING
    elif number != right:
        message, severity = f"priority {number} is not that of the class {name}, {right}", Severity.ERROR
    else:
        return
    hint = "remove priority; the class decides"
    yield each.hit(message, pod.under("spec", "priority"), hint=hint, severity=severity)
