"""Names stay short enough under the longest name of a release.

*Why.* The name of a release may have 53 characters. A name that is a helper's, cut to 63, and a suffix behind
it is then longer than a Service or the value of a label may be, and the install fails for that user alone.

*Fix.* Cut the name together with its suffix: `printf "%s-metrics" (include … | trunc 55 | trimSuffix "-")`.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from chartgen.core.finding import Severity
from chartgen.core.values_path import Steps
from chartgen.lint import names
from chartgen.lint.facts import ANOTHER_RELEASE, ChartFacts
from chartgen.lint.labels import labels_of
from chartgen.lint.objects import Object, at
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("name-length", Severity.ERROR, since="0.1.0", sees="chart")

_LONG: Final = f"with a release name of {len(ANOTHER_RELEASE.name)} characters"


def check(facts: ChartFacts) -> Iterator[Hit]:
    """Look for names that are too long only because the release's is long."""
    for run, rendering in facts.elsewhere:
        for known, each in _pairs(run.rendering.objects, rendering.objects):
            for path, message, severity in _too_long(each):
                # What is too long in any case, other rules tell of.
                if at(known.value, path) != at(each.value, path):
                    yield known.hit(f"{message}, {_LONG}", path, severity=severity)


def _pairs(objects: Sequence[Object], others: Sequence[Object]) -> Iterator[tuple[Object, Object]]:
    """Yield each object of a release with what it becomes in another one.

    Where a template gives more or fewer of a kind there, it is not known which is which.
    """
    there = _by_template(others)
    for key, found in _by_template(objects).items():
        if len(found) == len(there[key]):
            yield from zip(found, there[key], strict=True)


def _by_template(objects: Sequence[Object]) -> Mapping[tuple[str, str], Sequence[Object]]:
    found = defaultdict[tuple[str, str], list[Object]](list)
    for each in objects:
        found[each.template, each.kind].append(each)
    return found


def _too_long(each: Object) -> Iterator[tuple[Steps, str, Severity]]:
    name = each.metadata.get("name")
    found = names.length_problem(each, name) if isinstance(name, str) else None
    if found:
        yield (("metadata", "name"), *found)
    for label in labels_of(each):
        if not label.is_annotation and isinstance(label.value, str) and len(label.value) > names.MAX_LABEL:
            yield label.path, f"{label.key}: {names.label_value_problem(label.value)}", Severity.ERROR
    if each.pod is None:
        return
    for container in each.pod.containers:
        if len(container.name) > names.MAX_LABEL:
            yield (*container.path, "name"), _part("container", container.name), Severity.ERROR
    for path, volume in each.pod.volumes:
        if len(str(volume.get("name", ""))) > names.MAX_LABEL:
            yield (*path, "name"), _part("volume", str(volume["name"])), Severity.ERROR


def _part(what: str, name: str) -> str:
    return f"the name of a {what} has {len(name)} characters of at most {names.MAX_LABEL}"
