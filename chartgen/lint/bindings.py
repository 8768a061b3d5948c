"""Whom the roles of a release are bound to, and what they allow."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from chartgen.core.values_path import Steps
from chartgen.lint.objects import Object, Release, at, mapping_at, mappings_at


class Right(NamedTuple):
    """One verb on one resource of one API group."""

    group: str
    resource: str
    verb: str


class Subject(NamedTuple):
    """Who gets a role; only service accounts have a namespace."""

    kind: str
    namespace: str
    name: str

    @property
    def label(self) -> str:
        """What messages call it."""
        return f"{self.kind} {self.namespace}/{self.name}" if self.namespace else f"{self.kind} {self.name}"


@dataclass(frozen=True, slots=True)
class Grant:
    """One rule of a role, with its path in it."""

    role: Object
    path: Steps
    rule: Mapping[str, Any]

    def texts(self, field: str) -> list[str]:
        """Give the texts of a field of the rule, such as `verbs`."""
        found = self.rule.get(field)
        return [text for text in found if isinstance(text, str)] if isinstance(found, list) else []

    def allows(self, right: Right) -> bool:
        """Whether the rule has a right, be it for some names only."""
        for field, wanted in zip(("apiGroups", "resources", "verbs"), right, strict=True):
            found = self.rule.get(field)
            if not isinstance(found, list) or (wanted not in found and "*" not in found):
                return False
        return True


def grants(role: Object) -> Iterator[Grant]:
    """Yield the rules of a role."""
    return (Grant(role, path, rule) for path, rule in mappings_at(role.value, ("rules",)))


def subjects(release: Release, role: Object) -> list[Subject]:
    """Give those whom the bindings of a release give a role."""
    found = [
        subject
        for binding in release.of_kind("ClusterRoleBinding", "RoleBinding")
        if _role(release, binding) is role
        for subject in _subjects(binding)
    ]
    return list(dict.fromkeys(found))


def granted(release: Release, wanted: Iterable[Subject]) -> list[Grant] | None:
    """Give what one of several subjects is allowed; None where a role is not known."""
    found: list[Grant] = []
    names = frozenset(wanted)
    for binding in release.of_kind("ClusterRoleBinding", "RoleBinding"):
        if names.isdisjoint(_subjects(binding)):
            continue
        role = _role(release, binding)
        if role is None or at(role.value, ("aggregationRule",)):
            return None
        found += grants(role)
    return found


def _role(release: Release, binding: Object) -> Object | None:
    reference = mapping_at(binding.value, ("roleRef",))
    kind, name = reference.get("kind"), reference.get("name")
    if kind == "ClusterRole":
        return release.find(kind, "", str(name))
    return release.find("Role", binding.namespace, str(name)) if kind == "Role" else None


def _subjects(binding: Object) -> Iterator[Subject]:
    for _, subject in mappings_at(binding.value, ("subjects",)):
        kind = str(subject.get("kind"))
        namespace = str(subject.get("namespace") or binding.namespace) if kind == "ServiceAccount" else ""
        yield Subject(kind, namespace, str(subject.get("name")))
