"""Objects are of API versions that Kubernetes goes on serving.

*Why.* The chart works until the cluster is upgraded, and then can be neither installed nor upgraded.

*Fix.* Use the API version that the message names, if all versions that the chart is for have it; else choose
by `.Capabilities`: nothing is said of templates that look at it. One that is deprecated, and of which nobody
says when it goes, is no more than a hint.
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
    """Look for a kind that this version has, and a newer one has not or will not have."""
    newest = store.versions()[-1]
    # What a template chooses by the cluster's version is another object for a newer one.
    if each.reads_capabilities or not apis.is_in(kubernetes.minor, each.api_version, each.kind):
        return
    known = apis.deprecation(each.api_version, each.kind)
    what = f"{each.kind} of {each.api_version}"
    if not apis.is_in(newest, each.api_version, each.kind):
        gone = apis.removed_in(newest, each.api_version, each.kind)
        other = apis.replacement(newest, each.api_version, each.kind)
        hint = f"use {other}" if other else "nothing replaces it"
        yield each.hit(f"{what} is gone from Kubernetes {gone} on", ("apiVersion",), hint=hint)
    elif known and known.is_at(kubernetes.minor):
        goes = f", and goes with {known.gone}" if known.gone else ""
        message = f"{what} is deprecated since Kubernetes {known.since}{goes}"
        use, _, kind = known.use.rpartition("/")
        instead = use if kind == each.kind else f"{kind} of {use}"
        hint = f"use {instead}" if use else ""
        severity = None if known.gone else Severity.INFO
        yield each.hit(message, ("apiVersion",), hint=hint, severity=severity)
