"""The role that a binding gives is there.

*Why.* The API server takes a binding of a role that does not exist; it gives nothing, and the program is
refused what it asks for.

*Fix.* Name the role by the helper that names the Role or ClusterRole, under the same condition.
"""

from collections.abc import Iterator
from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.objects import Release, mapping_at
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("role-missing", Severity.WARNING, since="0.1.0", sees="release")

_BUILT_IN: Final = frozenset(
    {"admin", "cluster-admin", "edit", "view", "extension-apiserver-authentication-reader"}
)
_PATH: Final = ("roleRef",)


def check(release: Release) -> Iterator[Hit]:
    """Look for roles that neither the release has nor Kubernetes."""
    for each in release.of_kind("ClusterRoleBinding", "RoleBinding"):
        role = mapping_at(each.value, _PATH)
        kind, name = role.get("kind"), role.get("name")
        if kind not in ("ClusterRole", "Role") or not isinstance(name, str) or not name:
            continue
        # Names with a colon are of Kubernetes, or of a platform such as OpenShift.
        if name in _BUILT_IN or ":" in name:
            continue
        if release.find(kind, "" if kind == "ClusterRole" else each.namespace, name) is None:
            is_own = kind == "Role" or bool(release.name and release.name in name)
            yield each.hit(
                f"the release does not have the {kind} {name}",
                (*_PATH, "name"),
                severity=None if is_own else Severity.INFO,
            )
