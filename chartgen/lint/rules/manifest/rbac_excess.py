"""Multus and Whereabouts have only the rights that their programs use.

*Why.* Their token or kubeconfig lies on every node. Whoever reads it there has all of its rights, such as to
delete all address pools, or to change the networks that other nodes set up as root.

*Fix.* Take out the verbs that are named.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.bindings import Right, Subject, grants, subjects
from chartgen.lint.images import program_of
from chartgen.lint.objects import Object, Release
from chartgen.lint.rights import (
    KUBELET,
    NETWORKS,
    NODES,
    RESOURCES,
    WHEREABOUTS,
    account_of,
    programs,
    rights,
    uses_kubelet,
)
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("rbac-excess", Severity.WARNING, since="0.1.0", sees="release")

_OWN: Final = (NETWORKS, WHEREABOUTS)


def check(release: Release) -> Iterator[Hit]:
    """Look for verbs that no program uses, in roles of accounts whose pods are all known."""
    used, mixed = _used(release)
    for role in release.of_kind("ClusterRole", "Role") if used else ():
        given = subjects(release, role)
        if given and all(subject in used for subject in given):
            wanted = frozenset[Right]().union(*(used[subject] for subject in given))
            yield from _excess(role, wanted, own_only=any(subject in mixed for subject in given))


def _used(release: Release) -> tuple[dict[Subject, frozenset[Right]], set[Subject]]:
    """Give what each account uses, if all of its pods are known, and those with other programs in a pod."""
    used: dict[Subject, frozenset[Right]] = {}
    mixed: set[Subject] = set()
    unknown: set[Subject] = set()
    for each, pod in release.pods:
        account = account_of(each, pod)
        found = programs(pod)
        used[account] = used.get(account, frozenset()).union(*(rights(one.used) for one in found))
        if not found:
            unknown.add(account)
        if not all(program_of(container.image) for container in pod.containers):
            mixed.add(account)
    for account in unknown:
        used.pop(account, None)
    if used and uses_kubelet(release):
        used[NODES] = rights(KUBELET.used)
    return used, mixed


def _excess(role: Object, wanted: frozenset[Right], *, own_only: bool) -> Iterator[Hit]:
    for grant in grants(role):
        found: dict[str, list[str]] = defaultdict(list)
        for group in grant.texts("apiGroups"):
            for resource in grant.texts("resources"):
                if (group, resource) not in RESOURCES or (own_only and group not in _OWN):
                    continue
                # What '*' allows is another rule's.
                verbs = {verb for verb in grant.texts("verbs") if verb != "*"}
                excess = sorted(verb for verb in verbs if Right(group, resource, verb) not in wanted)
                if excess:
                    found[", ".join(excess)].append(resource)
        if found:
            parts = (f"{verbs} of {' and '.join(resources)}" for verbs, resources in found.items())
            yield role.hit(f"no program uses {'; '.join(parts)}", (*grant.path, "verbs"), is_key=True)
