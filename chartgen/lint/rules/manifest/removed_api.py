"""Objects are of API versions that Kubernetes still serves.

*Why.* A cluster of a newer version refuses the object. After an upgrade of the cluster Helm cannot even
upgrade the release any more, since it asks for the object by the version that is gone.

*Fix.* Use the API version that the message names. Where a chart is for older clusters too, choose by
`.Capabilities.APIVersions`.
"""

from collections.abc import Iterator
from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint import apis
from chartgen.lint.objects import Kubernetes, Object
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("removed-api", Severity.ERROR, since="0.1.0", sees="version")


def check(each: Object, kubernetes: Kubernetes) -> Iterator[Hit]:
    """Look for a kind that this version has no more."""
    gone = apis.removed_in(kubernetes.minor, each.api_version, each.kind)
    if gone:
        other = apis.replacement(kubernetes.minor, each.api_version, each.kind)
        message = f"{each.kind} of {each.api_version} is gone since Kubernetes {gone}"
        # No cluster says that it has it: only `helm template` believes so where it is not told better.
        severity = Severity.INFO if each.is_asked_for else None
        hint = f"use {other}" if other else "nothing replaces it"
        yield each.hit(message, ("apiVersion",), hint=hint, severity=severity)
