"""The labels by which notes tell users to look for objects are there.

*Why.* Such a command finds nothing, which looks as if the installation had failed.

*Fix.* Use the labels that the templates give, best by the helper that they have in common.
"""

import re
from collections.abc import Iterator
from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.facts import ChartFacts
from chartgen.lint.groups import is_foreign
from chartgen.lint.objects import Release
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("notes-selector", Severity.WARNING, since="0.1.0", sees="chart")

_COMMAND: Final = re.compile(r"kubectl\b.*?\s(?:-l|--selector)[= ]?\s*([\"']?)([^\"'\s;|&)]+)\1")
_LABEL: Final = re.compile(r"([A-Za-z0-9./_-]+)==?([A-Za-z0-9._-]+)")
_NOTES: Final = "templates/NOTES.txt"


def check(facts: ChartFacts) -> Iterator[Hit]:
    """Look at the selectors of `kubectl` in the notes of each scenario."""
    for run in facts.runs:
        # An operator may make pods of which nobody knows the labels.
        if any(is_foreign(each.group) for each in run.release.objects):
            continue
        for number, line in enumerate(run.rendering.notes.splitlines(), 1):
            for _, selector in _COMMAND.findall(line):
                if not _matches(selector, run.release):
                    message = f"no object of the release has the labels {selector}"
                    yield Hit(message, location=run.rendering.origin(_NOTES, number))


def _matches(selector: str, release: Release) -> bool:
    """Say whether some labels fit a selector; one that is more than equalities fits all."""
    wanted = {}
    for part in selector.split(","):
        found = _LABEL.fullmatch(part)
        if not found:
            return True
        wanted[found[1]] = found[2]
    labels = [each.labels for each in release.objects] + [pod.labels for _, pod in release.pods]
    return any(all(str(each.get(key)) == value for key, value in wanted.items()) for each in labels)
