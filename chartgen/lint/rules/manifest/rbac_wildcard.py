"""Roles name the verbs and resources that they allow.

*Why.* `*` also allows what comes later: new verbs, new resources, the Secrets of a group. Given to all nodes,
it lets whoever breaks into one of them change what runs as root on the others.

*Fix.* List what the program asks for; its logs name what it is refused.
"""

from collections.abc import Iterator
from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.bindings import grants, subjects
from chartgen.lint.objects import Release
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("rbac-wildcard", Severity.WARNING, since="0.1.0", sees="release")

_FIELDS: Final = ("apiGroups", "resources", "verbs", "nonResourceURLs")
_MANY: Final = ("system:nodes", "system:authenticated", "system:unauthenticated", "system:serviceaccounts")


def check(release: Release) -> Iterator[Hit]:
    """Look for rules with a `*`."""
    for role in release.of_kind("ClusterRole", "Role"):
        for grant in grants(role):
            fields = [field for field in _FIELDS if "*" in grant.texts(field)]
            if not fields:
                continue
            names = grant.texts("resourceNames")
            message = f"'*' in {' and '.join(fields)}"
            given = [subject.label for subject in subjects(release, role)]
            message += f", given to {', '.join(given)}" if given else ""
            many = [subject.name for subject in subjects(release, role) if subject.name.startswith(_MANY)]
            yield role.hit(
                message,
                (*grant.path, fields[-1]),
                hint=f"{many[0]} is more than one program" if many else "",
                severity=Severity.INFO if names else None,
            )
