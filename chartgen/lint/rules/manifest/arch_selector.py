"""Pods do not ask for nodes of one architecture where their image may have several.

*Why.* A selector for `amd64` keeps the pods off ARM nodes without a word, also long after the image was built
for both.

*Fix.* Remove it from the defaults; who has an image for one architecture only can set it.
"""

from collections.abc import Iterator
from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.objects import Object, mapping_at
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("arch-selector", Severity.INFO, since="0.1.0", sees="object")

_LABELS: Final = ("kubernetes.io/arch", "beta.kubernetes.io/arch")


def check(each: Object) -> Iterator[Hit]:
    """Look for node selectors with an architecture."""
    pod = each.pod
    if pod is None:
        return
    selector = mapping_at(pod.spec, ("nodeSelector",))
    for label in _LABELS:
        if label in selector:
            message = f"it runs on nodes with {selector[label]} only"
            yield each.hit(message, pod.under("spec", "nodeSelector", label))
