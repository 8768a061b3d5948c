"""Artifact Hub can read the annotations that are meant for it.

*Why.* It passes over an annotation with an unknown name, and shows nothing of a version of which it cannot
read one: the only trace is a line in a log of its control panel.

*Fix.* Correct the name or the text.
"""

from collections.abc import Iterator
from typing import Final

from chartgen.chart.metadata import scalar_text
from chartgen.core.finding import Severity
from chartgen.lint.artifacthub import PREFIX, refusals
from chartgen.lint.facts import ChartFacts
from chartgen.lint.objects import mapping_at
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("artifacthub", Severity.WARNING, since="0.1.0", sees="chart")


def check(facts: ChartFacts) -> Iterator[Hit]:
    """Look at each annotation with the prefix of Artifact Hub."""
    for key, value in mapping_at(facts.chart_file.value, ("annotations",)).items():
        if key.startswith(PREFIX):
            location = facts.chart_file.locate(["annotations", key], key=True)
            for refusal in refusals(key.removeprefix(PREFIX), scalar_text(value)):
                yield Hit(f"{key}: {refusal.message}", location=location, hint=refusal.hint)
