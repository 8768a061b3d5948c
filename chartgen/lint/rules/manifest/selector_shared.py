"""No two workloads of a release select the same pods.

*Why.* A controller leaves alone what another one owns, but all else goes by the labels: a Service or a policy
for one has the pods of both, an autoscaler works for neither, a pod without an owner is taken by either.

*Fix.* Give the selector of each workload a label that is its own, such as `app.kubernetes.io/component`.
"""

from collections.abc import Iterator
from typing import Any, Final

from chartgen.core.finding import Severity
from chartgen.lint.objects import Object, Release, mapping_at
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("selector-shared", Severity.WARNING, since="0.1.0", sees="release")

_KINDS: Final = ("DaemonSet", "Deployment", "ReplicaSet", "StatefulSet")
_PATH: Final = ("spec", "selector")


def check(release: Release) -> Iterator[Hit]:
    """Look for selectors that are equal."""
    first: dict[Any, Object] = {}
    for each in release.of_kind(*_KINDS):
        selector = mapping_at(each.value, _PATH)
        if not selector:
            continue
        other = first.setdefault((each.namespace, repr(_sorted(selector))), each)
        if other is not each:
            yield each.hit(f"{each.label} selects the pods of {other.label} too", _PATH)


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        return sorted((key, _sorted(inner)) for key, inner in value.items())
    return value
