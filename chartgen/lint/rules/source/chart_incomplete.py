"""A chart says what it is, where it comes from, and who looks after it.

*Why.* This is all that users see in a search, before they install anything. Helm's linter refuses a
maintainer without a name.

*Fix.* Add the fields to `Chart.yaml`.
"""

from collections.abc import Iterator
from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.facts import ChartFacts
from chartgen.lint.objects import mappings_at
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("chart-incomplete", Severity.WARNING, since="0.1.0", sees="chart")

_FIELDS: Final = ("description", "home", "sources", "icon", "keywords", "maintainers", "appVersion")
_OF_APPLICATIONS: Final = frozenset({"appVersion", "icon"})


def check(facts: ChartFacts) -> Iterator[Hit]:
    """Look for fields that are missing or empty."""
    written = facts.chart_file
    missing = [
        field
        for field in _FIELDS
        if not written.value.get(field) and not (facts.chart.is_library and field in _OF_APPLICATIONS)
    ]
    if missing:
        message = f"Chart.yaml does not say: {', '.join(missing)}"
        yield Hit(message, location=facts.place("Chart.yaml", 1), severity=Severity.INFO)
    for path, maintainer in mappings_at(written.value, ("maintainers",)):
        if not maintainer.get("name"):
            place = written.locate(path)
            yield Hit("this maintainer has no name", location=place, severity=Severity.ERROR)
