"""A NetworkPolicy is for pods that have a network of their own.

*Why.* Pods with `hostNetwork: true` are the node to the network: no policy reaches them, and what looks
closed is open.

*Fix.* Remove the policy, or protect the node's ports by other means.
"""

from collections.abc import Iterator
from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.objects import Release, mapping_at
from chartgen.lint.rule import Hit, Rule
from chartgen.lint.selectors import selects

RULE: Final = Rule("network-policy-host", Severity.WARNING, since="0.1.0", sees="release")

_PATH: Final = ("spec", "podSelector")


def check(release: Release) -> Iterator[Hit]:
    """Look for policies that select only pods in the network of their node."""
    for each in release.of_kind("NetworkPolicy"):
        selector = mapping_at(each.value, _PATH)
        if each.group != "networking.k8s.io" or not selector:
            continue
        chosen = [
            (other, pod)
            for other, pod in release.pods
            if other.namespace == each.namespace and selects(selector, pod.labels)
        ]
        if chosen and all(pod.spec.get("hostNetwork") is True for _, pod in chosen):
            names = ", ".join(other.label for other, _ in chosen)
            message = f"the policy has no effect on {names}, in the network of the node"
            yield each.hit(message, _PATH, is_key=True)
