"""A chart with values has a schema of them.

*Why.* Helm checks values against `values.schema.json` before it renders: without one, a key that is misspelt
changes nothing, and a text where a number belongs shows in the cluster.

*Fix.* Add the file.
"""

from collections.abc import Iterator
from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.facts import ChartFacts
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("schema-missing", Severity.INFO, since="0.1.0", sees="chart")


def check(facts: ChartFacts) -> Iterator[Hit]:
    """Look for the file."""
    chart = facts.chart
    if chart.schema is None and not chart.is_library and chart.default_values:
        yield Hit("the chart has no values.schema.json", location=facts.place(""))
