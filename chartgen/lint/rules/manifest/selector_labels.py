"""The selector of a workload selects the pods that it makes.

*Why.* The API server refuses a workload whose pod template lacks a label of the selector, and one whose
selector is empty.

*Fix.* Print the labels of the selector by one helper, in both places.
"""

from collections.abc import Iterator
from typing import Final

from chartgen.cni.problem import shown
from chartgen.core.finding import Severity
from chartgen.core.values_path import Steps
from chartgen.lint.labels import SELECTING
from chartgen.lint.objects import Object, at, mapping_at
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("selector-labels", Severity.ERROR, since="0.1.0", sees="object")

_SELECTOR: Final[Steps] = ("spec", "selector")


def check(each: Object) -> Iterator[Hit]:
    """Compare the selector with the labels of the pod template."""
    if each.kind not in SELECTING or each.pod is None:
        return
    if at(each.value, _SELECTOR) == {}:
        yield each.hit("the selector is empty", _SELECTOR, hint="give it matchLabels")
    path = (*_SELECTOR, "matchLabels")
    for key, wanted in mapping_at(each.value, path).items():
        if key not in each.pod.labels:
            message = f"the selector wants a label {key}, which the pod template does not have"
        elif each.pod.labels[key] != wanted:
            has = shown(str(each.pod.labels[key]))
            message = f"the selector wants {key} to be {shown(str(wanted))}, and the pod template says {has}"
        else:
            continue
        yield each.hit(message, (*path, key))
