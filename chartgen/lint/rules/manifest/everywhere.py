"""A DaemonSet that tolerates all taints says for which nodes it is.

*Why.* It also starts on nodes that its programs do not fit: Windows, another architecture, pools without the
second network interface, nodes that are being taken out.

*Fix.* Give a `nodeSelector`, at least `kubernetes.io/os: linux`, or an affinity, and let users change both.
"""

from collections.abc import Iterator
from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.objects import Object, mappings_at
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("everywhere", Severity.INFO, since="0.1.0", sees="object")


def check(each: Object) -> Iterator[Hit]:
    """Look for DaemonSets that nothing keeps off a node."""
    pod = each.pod
    if pod is None or each.kind != "DaemonSet" or pod.spec.get("nodeSelector") or pod.spec.get("affinity"):
        return
    for path, toleration in mappings_at(pod.spec, ("tolerations",)):
        # Without a key the API server takes no operator but Exists.
        if not (toleration.get("key") or toleration.get("effect")):
            yield each.hit(
                "it runs on every node: it tolerates all taints and selects none",
                pod.under("spec", *path),
            )
