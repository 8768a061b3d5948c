"""Objects are of API versions that newer versions of Kubernetes serve as well.

*Why.* The chart works until the cluster is upgraded, and then can be neither installed nor upgraded.

*Fix.* Use the API version that the message names, if all versions that the chart is for have it; else choose
by `.Capabilities.APIVersions`.
"""

from collections.abc import Iterator
from typing import Final

from chartgen.core.finding import Severity
from chartgen.kubernetes import store
from chartgen.lint import apis
from chartgen.lint.objects import Kubernetes, Object
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("deprecated-api", Severity.WARNING, since="0.1.0", sees="version")


def check(each: Object, kubernetes: Kubernetes) -> Iterator[Hit]:
    """Look for a kind that this version has, and a newer one has not."""
    newest = store.versions()[-1]
    if (
        each.is_asked_for
        or each.group not in apis.GROUPS
        or apis.is_in(newest, each.api_version, each.kind)
        or not apis.is_in(kubernetes.minor, each.api_version, each.kind)
    ):
        return
    gone = apis.removed_in(newest, each.api_version, each.kind)
    other = apis.replacement(newest, each.api_version, each.kind)
    message = f"{each.kind} of {each.api_version} is gone from Kubernetes {gone} on"
    yield each.hit(message, ("apiVersion",), hint=f"use {other}" if other else "nothing replaces it")
