"""Multus and Whereabouts have the rights without which they do not work.

*Why.* Whereabouts' control loop waits for ever, or ends, when it may not list what it watches; a plugin that
is refused its pool fails every pod with a network of its own.

*Fix.* Add the rights that are named to a role of the account; where `rbac.create` is off, tell users so.
"""

from collections.abc import Iterator
from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.bindings import Right, Subject, granted
from chartgen.lint.objects import Object, Pod, Release
from chartgen.lint.rights import KUBELET, NODES, THIN, Program, account_of, programs, rights, uses_kubelet
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("rbac-needed", Severity.WARNING, since="0.1.0", sees="release")


def check(release: Release) -> Iterator[Hit]:
    """Look for accounts of pods that lack what their programs need."""
    has_kubelet = uses_kubelet(release)
    for each, pod in release.pods:
        for program in programs(pod):
            if program is THIN and has_kubelet:
                yield from _lacks(release, each, pod, KUBELET, NODES)
            else:
                yield from _lacks(release, each, pod, program, account_of(each, pod))


def _lacks(release: Release, each: Object, pod: Pod, program: Program, subject: Subject) -> Iterator[Hit]:
    allowed = granted(release, [subject, *_groups(subject)])
    if allowed is None:
        return
    missing = [
        right for right in sorted(rights(program.needed)) if not any(one.allows(right) for one in allowed)
    ]
    if not missing:
        return
    # Who brings an account of their own may have given it its rights.
    is_own = subject == NODES or release.find("ServiceAccount", subject.namespace, subject.name)
    fields = [field for field in ("serviceAccountName", "serviceAccount") if field in pod.spec]
    yield each.hit(
        f"{subject.label} lacks what {program.name} needs: {_text(missing)}",
        pod.under("spec", *fields[:1]),
        severity=None if allowed or is_own else Severity.INFO,
        is_key=not fields,
    )


def _groups(subject: Subject) -> Iterator[Subject]:
    names = ["system:authenticated"]
    if subject.namespace:
        names += ["system:serviceaccounts", f"system:serviceaccounts:{subject.namespace}"]
    return (Subject("Group", "", name) for name in names)


def _text(missing: list[Right]) -> str:
    verbs: dict[str, list[str]] = {}
    for right in missing:
        verbs.setdefault(right.resource, []).append(right.verb)
    return "; ".join(f"{', '.join(words)} of {resource}" for resource, words in verbs.items())
