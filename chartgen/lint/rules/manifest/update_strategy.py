"""How a workload is updated is something that its kind can do.

*Why.* The API server refuses a strategy that the kind does not have, or one that could never replace a pod.
Values from another chart bring `Recreate` into a DaemonSet, and an upgrade to `Recreate` keeps the old
`rollingUpdate`.

*Fix.* Use what the kind has, and give `rollingUpdate` only beside `RollingUpdate`.
"""

from collections.abc import Iterator
from typing import Any, Final

from chartgen.core.finding import Severity
from chartgen.core.values_path import Steps
from chartgen.lint.objects import Object, at, mapping_at
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("update-strategy", Severity.ERROR, since="0.1.0", sees="object")

_KINDS: Final = {
    "DaemonSet": ("updateStrategy", ("RollingUpdate", "OnDelete")),
    "Deployment": ("strategy", ("RollingUpdate", "Recreate")),
    "StatefulSet": ("updateStrategy", ("RollingUpdate", "OnDelete")),
}


def check(each: Object) -> Iterator[Hit]:
    """Look for strategies that the API server refuses."""
    if each.kind not in _KINDS:
        return
    field, allowed = _KINDS[each.kind]
    path: Steps = ("spec", field)
    strategy = mapping_at(each.value, path)
    kind = strategy.get("type")
    if isinstance(kind, str) and kind and kind not in allowed:
        message = f"a {each.kind} has no update strategy {kind!r}"
        yield each.hit(message, (*path, "type"), hint=f"it has {' and '.join(allowed)}")
        return
    if strategy.get("rollingUpdate") is not None and _is_alone(each.kind, kind):
        message = f"rollingUpdate beside the strategy {kind}"
        yield each.hit(message, (*path, "rollingUpdate"), hint="remove it, or set it to null", is_key=True)
    elif kind != "OnDelete":
        yield from _never(each, (*path, "rollingUpdate"))


def _is_alone(kind: str, strategy: Any) -> bool:
    return strategy == "Recreate" or (kind == "StatefulSet" and strategy == "OnDelete")


def _never(each: Object, path: Steps) -> Iterator[Hit]:
    if each.kind == "StatefulSet":
        return
    fewer, more = (at(each.value, (*path, field)) for field in ("maxUnavailable", "maxSurge"))
    # A DaemonSet has no surge of its own accord, a Deployment 25 %.
    if _is_zero(fewer) and (_is_zero(more) or (more is None and each.kind == "DaemonSet")):
        yield each.hit("maxUnavailable and maxSurge are both 0, so that no pod can be replaced", path)


def _is_zero(value: Any) -> bool:
    return not isinstance(value, bool) and value in (0, "0", "0%")
