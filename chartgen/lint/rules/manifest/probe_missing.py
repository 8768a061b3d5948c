"""A pod that runs for long says when it is ready.

*Why.* Without a readiness probe a pod counts as ready as soon as it has started: a rollout goes on over pods
that do not work, and a Service sends them requests.

*Fix.* Give a container a `readinessProbe` that fails while it does not do its work.
"""

from collections.abc import Iterator
from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.objects import Object
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("probe-missing", Severity.INFO, since="0.1.0", sees="object")

_KINDS: Final = ("DaemonSet", "Deployment", "StatefulSet")


def check(each: Object) -> Iterator[Hit]:
    """Look for workloads none of whose containers has a readiness probe."""
    pod = each.pod
    if pod is None or each.kind not in _KINDS or each.is_hook:
        return
    if not any(container.value.get("readinessProbe") for container in pod.containers):
        main = [container for container in pod.containers if container.field == "containers"]
        for first in main[:1]:
            yield each.hit("no container has a readiness probe", first.path)
