"""Each kind is one of Kubernetes, or of a CRD that the release brings along.

*Why.* A cluster without the kind refuses the object, and with it the release: "no matches for kind". That a
kind of a foreign group is there cannot be seen in a chart, so its objects are not checked.

*Fix.* Correct `apiVersion` and `kind`. Put the CRD into `crds/`, or say in the README what must be installed
first. Print kinds of newer versions only where `.Capabilities.APIVersions` has them.
"""

from collections.abc import Iterator
from typing import Final

from chartgen.core.finding import Severity
from chartgen.kubernetes import store
from chartgen.lint import apis
from chartgen.lint.objects import Object, Release
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("unknown-kind", Severity.ERROR, since="0.1.0", sees="release", by_version=True)


def check(release: Release) -> Iterator[Hit]:
    """Look for kinds that nothing describes; of each the first object is enough."""
    first: dict[tuple[str, str], Object] = {}
    for each in release.objects:
        if each.api_version and each.kind:
            first.setdefault((each.api_version, each.kind), each)
    for (api_version, kind), each in first.items():
        minor = release.kubernetes.minor
        if release.kubernetes.validator.knows(api_version, kind) or apis.removed_in(minor, api_version, kind):
            continue
        yield _hit(each, minor)


def _hit(each: Object, minor: str) -> Hit:
    what = f"{each.kind} of {each.api_version}"
    if each.group not in apis.GROUPS:
        message = f"no CRD of the release describes {what}: its objects are not checked"
        return each.hit(message, ("kind",), severity=Severity.INFO)
    added = apis.added_in(minor, each.api_version, each.kind)
    if added:
        message = f"there is no {what} before Kubernetes {added}"
        asked = f"{each.api_version}/{each.kind}"
        hint = f"print it where .Capabilities.APIVersions has {asked}, or set kubeVersion: '>={added}.0-0'"
        # Where this version has none of the API version, only `helm template` believes that it has.
        is_believed = each.is_asked_for and each.api_version not in store.api_versions(minor)
        severity = Severity.INFO if is_believed else Severity.WARNING
        return each.hit(message, ("kind",), hint=hint, severity=severity)
    other = apis.replacement(minor, each.api_version, each.kind)
    hint = f"write apiVersion: {other}" if other else ""
    return each.hit(f"there is no {what} in any version of Kubernetes", ("kind",), hint=hint)
