"""A release has each object once.

*Why.* Helm makes the first one and fails at the second, "already exists"; in an upgrade the later one
replaces the earlier. An object of the folder `crds/` that a template gives too belongs to no release, and
Helm refuses to take it over.

*Fix.* Remove one of the two, or give them names of their own.
"""

from collections.abc import Iterator
from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.objects import Object, Release
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("object-twice", Severity.ERROR, since="0.1.0", sees="release")


def check(release: Release) -> Iterator[Hit]:
    """Look for objects of one group, kind, namespace and name; hooks come and go."""
    first: dict[tuple[str, ...], Object] = {}
    for each in release.objects:
        if not each.kind or not each.manifest.has_own_name or each.is_hook:
            continue
        other = first.setdefault((each.group, each.kind, each.namespace, each.name), each)
        if other is not each:
            place = other.locate(("metadata", "name"))
            yield each.hit(f"{each.label} stands in {place} already", ("metadata", "name"))
