"""What roles allow and whom they are given to, in two charts: what is more, and what is less."""

import itertools
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from chartgen.diff.change import Change, change
from chartgen.lint.bindings import Subject
from chartgen.lint.objects import Object, at, mappings_at

ROLES: Final = frozenset({"ClusterRole", "Role"})
BINDINGS: Final = frozenset({"ClusterRoleBinding", "RoleBinding"})
GROUP: Final = "rbac.authorization.k8s.io"

_ANY: Final = "*"
_AGGREGATE: Final = f"{GROUP}/aggregate-to-"
_MOST: Final = 4000
_SHOWN: Final = 6


class Right(NamedTuple):
    """A verb on a resource of a group, of one `name` if it has one; or on a path, which has no group."""

    verb: str
    group: str
    resource: str
    name: str = ""

    @property
    def thing(self) -> str:
        """What the verb is allowed on."""
        resource = f"{self.resource}.{self.group}" if self.group not in {"", _ANY} else self.resource
        return f"{resource}/{self.name}" if self.name and not resource.startswith("/") else resource


def changes(old: Object | None, new: Object | None) -> Iterator[Change]:
    """Compare a role or a binding; None for one that is not there."""
    known = old or new
    if known is None or known.group != GROUP:
        return
    if known.kind in ROLES:
        before, after = (_rules(each) for each in (old, new))
        yield from _told(known, _beyond(after, before), _beyond(before, after), "")
        taken = [_taken_up(each) for each in (old, new)]
        yield from _told(known, sorted(taken[1] - taken[0]), sorted(taken[0] - taken[1]), "")
    elif known.kind in BINDINGS:
        subjects = [_subjects(each) for each in (old, new)]
        more = [each.label for each in subjects[1] if each not in subjects[0]]
        less = [each.label for each in subjects[0] if each not in subjects[1]]
        role = " ".join(str(at(known.value, ("roleRef", key))) for key in ("kind", "name"))
        yield from _told(known, more, less, f" ({role})")


def _told(known: Object, more: list[str], less: list[str], role: str) -> Iterator[Change]:
    if more:
        yield change("rbac-widened", known.label, f"allows more{role}: {_listed(more)}", new=_listed(more))
    if less:
        yield change("rbac-narrowed", known.label, f"allows less{role}: {_listed(less)}", old=_listed(less))


def _listed(texts: list[str]) -> str:
    rest = len(texts) - _SHOWN
    return f"{'; '.join(texts[:_SHOWN])}; and {rest} more" if rest > 0 else "; ".join(texts)


class _Rule(NamedTuple):
    verbs: frozenset[str]
    groups: frozenset[str]
    resources: frozenset[str]
    names: frozenset[str]

    def rights(self) -> Iterator[Right]:
        for verb, group, resource, name in itertools.product(
            *(sorted(each) for each in (self.verbs, self.groups, self.resources, self.names or {""}))
        ):
            yield Right(verb, group, resource, name)

    def covers(self, right: Right) -> bool:
        """Say whether it allows a right; a wildcard is only covered by another."""
        return (
            _has(self.verbs, right.verb)
            and _has(self.groups, right.group)
            and self._has_resource(right.resource)
            and (not self.names or right.name in self.names)
        )

    def _has_resource(self, resource: str) -> bool:
        if resource.startswith("/"):
            return resource in self.resources or any(
                each.endswith(_ANY) and resource.startswith(each[:-1])
                for each in self.resources
                if each.startswith("/")
            )
        if _ANY in self.resources or resource in self.resources:
            return True
        _, slash, subresource = resource.partition("/")
        return bool(slash) and f"{_ANY}/{subresource}" in self.resources


def _has(known: frozenset[str], wanted: str) -> bool:
    return _ANY in known or wanted in known


def _rules(role: Object | None) -> list[_Rule]:
    found = []
    for _, rule in mappings_at(role.value, ("rules",)) if role else ():
        verbs = _texts(rule, "verbs")
        if paths := _texts(rule, "nonResourceURLs"):
            found.append(_Rule(verbs, frozenset({""}), paths, frozenset()))
        resources = _texts(rule, "resources")
        if resources:
            found.append(_Rule(verbs, _texts(rule, "apiGroups"), resources, _texts(rule, "resourceNames")))
    return found


def _texts(rule: Mapping[str, Any], field: str) -> frozenset[str]:
    found = rule.get(field)
    return frozenset(map(str, found)) if isinstance(found, list) else frozenset()


def _beyond(rules: Iterable[_Rule], known: list[_Rule]) -> list[str]:
    """Give what rules allow and known ones do not, as texts such as `pods: get, list`."""
    found: dict[str, list[str]] = {}
    rights = itertools.islice((right for rule in rules for right in rule.rights()), _MOST)
    for right in dict.fromkeys(rights):
        if not any(each.covers(right) for each in known):
            found.setdefault(right.thing, []).append(right.verb)
    return [f"{thing}: {', '.join(verbs)}" for thing, verbs in sorted(found.items())]


def _taken_up(role: Object | None) -> frozenset[str]:
    """Give the roles that a ClusterRole's own labels add its rights to."""
    labels = at(role.value, ("metadata", "labels")) if role and role.kind == "ClusterRole" else None
    return frozenset(
        f"what the ClusterRole {key.removeprefix(_AGGREGATE)} gives"
        for key, value in (labels.items() if isinstance(labels, Mapping) else ())
        if str(key).startswith(_AGGREGATE) and value == "true"
    )


def _subjects(binding: Object | None) -> list[Subject]:
    if binding is None:
        return []
    found = []
    for _, subject in mappings_at(binding.value, ("subjects",)):
        kind = str(subject.get("kind"))
        namespace = str(subject.get("namespace") or binding.namespace) if kind == "ServiceAccount" else ""
        found.append(Subject(kind, namespace, str(subject.get("name"))))
    return list(dict.fromkeys(found))
