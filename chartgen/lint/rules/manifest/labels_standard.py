"""Objects have the labels that tools know.

*Why.* Dashboards, `kubectl get -l` and other charts find what belongs to an application by
`app.kubernetes.io/name` and `app.kubernetes.io/instance`; a short `app` of one's own collides.

*Fix.* Add both, and `app.kubernetes.io/managed-by`, from one helper.
"""

from collections.abc import Iterator
from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.objects import Object
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("labels-standard", Severity.INFO, since="0.1.0", sees="object")

_LABELS: Final = ("app.kubernetes.io/name", "app.kubernetes.io/instance")
# They belong to no one application.
_SHARED: Final = ("CustomResourceDefinition", "Namespace")


def check(each: Object) -> Iterator[Hit]:
    """Look for objects without either label."""
    if each.kind not in _SHARED and not any(label in each.labels for label in _LABELS):
        yield each.hit(f"there is neither {_LABELS[0]} nor {_LABELS[1]}", ("metadata",), is_key=True)
