"""A Service selects the pods of its release.

*Why.* A Service without pods has no endpoints: all requests to it fail, and nothing says so.

*Fix.* Write the selector by the helper that gives the pods their labels.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from chartgen.core.finding import Severity
from chartgen.lint.groups import is_foreign
from chartgen.lint.objects import Release, mapping_at
from chartgen.lint.rule import Hit, Rule
from chartgen.lint.selectors import has_all

RULE: Final = Rule("service-selector", Severity.WARNING, since="0.1.0", sees="release")

_PATH: Final = ("spec", "selector")


def check(release: Release) -> Iterator[Hit]:
    """Look for selectors that differ in a value from all pods that have their labels."""
    has_operator = any(is_foreign(each.group) for each in release.objects)
    for each in release.of_kind("Service"):
        selector = mapping_at(each.value, _PATH)
        if each.group:
            continue
        # A label that no pod has may be put on at run time, as by an operator or the leader of a cluster.
        alike = [
            pod.labels
            for other, pod in release.pods
            if other.namespace == each.namespace and all(key in pod.labels for key in selector)
        ]
        if not alike or any(has_all(labels, selector) for labels in alike):
            continue
        nearest = max(alike, key=lambda labels: _shared(labels, selector))
        if _shared(nearest, selector) or not has_operator:
            other_value = [
                f"{key}={nearest[key]}" for key, value in selector.items() if nearest[key] != value
            ]
            hint = f"the nearest pod has {', '.join(other_value)}"
            yield each.hit("the Service selects no pod of the release", _PATH, hint=hint, is_key=True)


def _shared(labels: Mapping[str, Any], selector: Mapping[str, Any]) -> int:
    return sum(labels[key] == value for key, value in selector.items())
