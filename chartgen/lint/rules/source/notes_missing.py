"""A chart tells its users what to do next.

*Why.* Helm prints `templates/NOTES.txt` after each installation: how to reach what was installed, and what is
left to do.

*Fix.* Add the file.
"""

from collections.abc import Iterator
from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.facts import ChartFacts
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("notes-missing", Severity.INFO, since="0.1.0", sees="chart")


def check(facts: ChartFacts) -> Iterator[Hit]:
    """Look for the file."""
    if not facts.chart.is_library and "templates/NOTES.txt" not in facts.chart.files:
        yield Hit("the chart has no templates/NOTES.txt", location=facts.place(""))
