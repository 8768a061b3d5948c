"""Each subject of a binding has a name, and a service account its namespace.

*Why.* The API server refuses a subject without a name, and in a ClusterRoleBinding a service account without
a namespace. A value that is empty by default gives just that.

*Fix.* Name the account by the helper that names the ServiceAccount, and its namespace `.Release.Namespace`.
"""

from collections.abc import Iterator
from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.objects import Object, mappings_at
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("subject-empty", Severity.ERROR, since="0.1.0", sees="object")

_GROUP: Final = "rbac.authorization.k8s.io"


def check(each: Object) -> Iterator[Hit]:
    """Look for subjects without a name or namespace."""
    if each.group != _GROUP:
        return
    for path, subject in mappings_at(each.value, ("subjects",)):
        kind = subject.get("kind")
        fields = ["name"]
        if kind == "ServiceAccount" and each.kind == "ClusterRoleBinding":
            fields.append("namespace")
        for field in fields:
            if subject.get(field) in (None, ""):
                yield each.hit(f"a subject, a {kind}, has no {field}", (*path, field))
