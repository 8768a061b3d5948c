"""Hooks say when they are deleted.

*Why.* Hooks do not belong to the release: they stay after they have run, and after `helm uninstall` too. With
a policy that Helm does not know, the hook of the last upgrade is in the way of the next.

*Fix.* Annotate `helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded`.
"""

from collections.abc import Iterator
from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.objects import Object
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("hook-delete-policy", Severity.WARNING, since="0.1.0", sees="object")

_POLICY: Final = "helm.sh/hook-delete-policy"
_KNOWN: Final = ("before-hook-creation", "hook-succeeded", "hook-failed")
_TESTS: Final = ("test", "test-success", "test-failure")


def check(each: Object) -> Iterator[Hit]:
    """Look for hooks without a policy, or with one that Helm does not know."""
    # No CRD that is a hook is deleted, whatever its policy.
    if not each.is_hook or each.kind == "CustomResourceDefinition":
        return
    annotations = ("metadata", "annotations")
    given = each.annotations.get(_POLICY)
    if given is None:
        hook = str(each.annotations["helm.sh/hook"])
        is_test = all(event.strip() in _TESTS for event in hook.split(","))
        message = f"the hook has no {_POLICY}; it stays behind"
        severity = Severity.INFO if is_test else None
        yield each.hit(message, (*annotations, "helm.sh/hook"), severity=severity)
    elif isinstance(given, str):
        for policy in given.split(","):
            if policy.strip().lower() not in _KNOWN:
                message = f"Helm knows no policy {policy.strip()!r}"
                yield each.hit(message, (*annotations, _POLICY), hint=f"it knows {', '.join(_KNOWN)}")
