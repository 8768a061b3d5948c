"""No key stands twice in a map of values.

*Why.* Helm takes the last one in silence: what stands above is never used, whoever edits it.

*Fix.* Remove one of the two.
"""

from collections.abc import Iterator
from typing import Final

from chartgen.chart import values_file
from chartgen.chart.reference import VALUES_FILE
from chartgen.core.finding import Severity
from chartgen.core.yaml import format_path
from chartgen.lint.facts import ChartFacts
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("values-duplicate-key", Severity.WARNING, since="0.1.0", sees="chart")


def check(facts: ChartFacts) -> Iterator[Hit]:
    """Look into values.yaml, and into the files of scenarios."""
    content = facts.chart.files.get(VALUES_FILE, b"")
    defaults = values_file.documents(content, file=facts.chart.path_of(VALUES_FILE))
    scenarios = {id(run.scenario): run.scenario for run in facts.runs}.values()
    for document in (*defaults, *(each for scenario in scenarios for each in scenario.values.documents)):
        for each in document.duplicates:
            yield Hit(
                f"{format_path(each.path)}: the key stands twice, first in line {each.first.line}",
                location=each.second,
                hint="remove one of the two",
            )
