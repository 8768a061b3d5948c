"""The service account of a pod is there.

*Why.* Without its account no pod is created; only the controller's events say why.

*Fix.* Name the account by one helper, in the pod, in the ServiceAccount and in the bindings.
"""

from collections.abc import Iterator
from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.objects import Object, Release, mappings_at
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("service-account-missing", Severity.WARNING, since="0.1.0", sees="release")

_FIELDS: Final = ("serviceAccountName", "serviceAccount")


def check(release: Release) -> Iterator[Hit]:
    """Look for accounts that the release should have."""
    for each, pod in release.pods:
        field = next((field for field in _FIELDS if pod.spec.get(field)), "")
        name = pod.spec.get(field)
        if not isinstance(name, str) or name == "default":
            continue
        if release.find("ServiceAccount", each.namespace, name) is None:
            why = _why(release, each, name)
            if why:
                yield each.hit(f"there is no ServiceAccount {name}: {why}", pod.under("spec", field))


def _why(release: Release, each: Object, name: str) -> str:
    """Say why it should be here; an account may well exist before the release."""
    for other in release.of_kind("ServiceAccount"):
        if other.name == name:
            return f"it is in the namespace {other.namespace}, the pod in {each.namespace}"
    if release.name:
        is_own = name == release.name or name.startswith(f"{release.name}-")
        return "it is named after the release, which does not make it" if is_own else ""
    for binding in release.of_kind("ClusterRoleBinding", "RoleBinding"):
        for _, subject in mappings_at(binding.value, ("subjects",)):
            if subject.get("kind") == "ServiceAccount" and subject.get("name") == name:
                return f"{binding.label} gives it rights, but nothing makes it"
    return ""
