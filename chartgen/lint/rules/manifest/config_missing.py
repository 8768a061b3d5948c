"""The ConfigMaps and Secrets that a pod needs are there, with the keys that it reads.

*Why.* A pod whose ConfigMap, Secret or key is missing never starts: it waits, with an event that says why.

*Fix.* Correct the name or key, make the object under the same condition as the pod, or say `optional: true`.
"""

from collections.abc import Iterator
from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.objects import Object, Release
from chartgen.lint.references import Reference, is_told, keys_of, references
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("config-missing", Severity.ERROR, since="0.1.0", sees="release")


def check(release: Release) -> Iterator[Hit]:
    """Look for what pods need and the release should have."""
    for each, pod in release.pods:
        for reference in references(pod):
            if reference.is_optional:
                continue
            found = release.find(reference.kind, each.namespace, reference.name)
            if found is None:
                yield from _missing(release, each, reference)
                continue
            keys = keys_of(found)
            for key, path in reference.keys:
                if keys and key not in keys:
                    hint = f"it has {', '.join(sorted(keys))}"
                    yield each.hit(f"the {found.label} has no key {key!r}", path, hint=hint)


def _missing(release: Release, each: Object, reference: Reference) -> Iterator[Hit]:
    """Look for names that nobody else can be meant to provide."""
    for other in release.of_kind(reference.kind):
        if other.name == reference.name:
            message = (
                f"the {reference.label} is in the namespace {other.namespace}, the pod in {each.namespace}"
            )
            yield each.hit(message, reference.path, severity=Severity.WARNING)
            return
    is_own = reference.name.startswith(f"{release.name}-")
    if is_own and not is_told(release.objects, reference.name):
        message = f"nothing in the release makes the {reference.label}"
        yield each.hit(message, reference.path, severity=Severity.WARNING)
