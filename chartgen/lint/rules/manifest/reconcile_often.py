"""Whereabouts looks for dead addresses less often than each minute on every node.

*Why.* Each pass lists all pods and all pools of the cluster; on every node in the same second that is what
makes the control loop run out of memory, and the API server slow. Before 0.8.0 a pass takes a pod that
starts slowly for a dead one and frees its address, which another pod then gets too.

*Fix.* Once a day or an hour is enough, such as `30 4 * * *`; from 0.9.4 on one `ip-reconciler` does it for
all.
"""

import re
from collections.abc import Iterator
from typing import Final

from chartgen.core.finding import Severity
from chartgen.core.values_path import Steps
from chartgen.lint.calls import calls
from chartgen.lint.objects import Container, Object, at, mappings_at
from chartgen.lint.programs import image_of
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("reconcile-often", Severity.WARNING, since="0.1.0", sees="object")

_EACH_MINUTE: Final = re.compile(
    r"\s*(?:\*(?:/1)?(?:\s+\*(?:/1)?){4}|@every\s+(?:[1-5]?[0-9]s|1m|1m0s|60s))\s*"
)
_KEY: Final = "cron-expression"
_VARIABLE: Final = "WHEREABOUTS_RECONCILER_CRON"


def check(each: Object) -> Iterator[Hit]:
    """Look for schedules of the control loop that match each minute."""
    if each.kind == "ConfigMap" and "whereabouts" in each.name:
        yield from _hits(each, at(each.value, ("data", _KEY)), ("data", _KEY), None)
    for container in each.pod.containers if each.pod and each.kind == "DaemonSet" else ():
        for call in calls(container):
            schedule = call.flag("cron-schedule") if call.name == "ip-control-loop" else None
            if schedule:
                yield from _hits(each, schedule.text, schedule.path, container)
        for path, item in mappings_at(container.value, ("env",)):
            if item.get("name") == _VARIABLE:
                yield from _hits(each, item.get("value"), (*container.path, *path, "value"), container)


def _hits(each: Object, schedule: object, path: Steps, container: Container | None) -> Iterator[Hit]:
    if not isinstance(schedule, str) or not _EACH_MINUTE.fullmatch(schedule):
        return
    message = f"the schedule {schedule.strip()!r} looks through all pods and pools each minute"
    image = image_of(container.image) if container else None
    if container:
        message += ", on every node at once"
    if image is not None and image.version < (0, 8, 0):
        message += f"; {image} then frees addresses of pods that start slowly"
    yield each.hit(message, path, hint="take a schedule such as 30 4 * * *")
