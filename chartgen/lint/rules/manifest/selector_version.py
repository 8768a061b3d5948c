"""No selector of a workload holds a version.

*Why.* A selector cannot be changed: the first upgrade to another version of the chart is refused with "field
is immutable", and the workload has to be deleted.

*Fix.* Select by `app.kubernetes.io/name` and `app.kubernetes.io/instance`, and give versions only as labels.
"""

import re
from collections.abc import Iterator
from typing import Final

from chartgen.cni.problem import shown
from chartgen.core.finding import Severity
from chartgen.lint.labels import SELECTING
from chartgen.lint.objects import Object, mapping_at
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("selector-version", Severity.WARNING, since="0.1.0", sees="object")

_ALWAYS: Final = frozenset({"helm.sh/chart", "app.kubernetes.io/version"})
_OFTEN: Final = frozenset({"chart", "version"})
# `v1`, as service meshes have it, is no version of a program.
_VERSION: Final = re.compile(r"(?:.*-)?v?[0-9]+\.[0-9]+.*", re.ASCII)
_PATH: Final = ("spec", "selector", "matchLabels")


def check(each: Object) -> Iterator[Hit]:
    """Look for labels that say which version it is."""
    if each.kind not in SELECTING:
        return
    for key, value in mapping_at(each.value, _PATH).items():
        if key in _ALWAYS or (key in _OFTEN and _VERSION.fullmatch(str(value))):
            message = f"the selector holds {key}: {shown(str(value))}, which the next version changes"
            yield each.hit(message, (*_PATH, key), hint="take it out of the selector")
