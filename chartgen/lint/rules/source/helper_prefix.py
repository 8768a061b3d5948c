"""The names of named templates start with the name of the chart.

*Why.* All charts of a release share them: where a chart and a subchart both define `fullname`, one of them is
used by both.

*Fix.* Name it `<chart>.<name>`.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.defines import Define, own_defines
from chartgen.lint.facts import ChartFacts
from chartgen.lint.objects import mappings_at
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("helper-prefix", Severity.WARNING, since="0.1.0", sees="chart")

_MANY: Final = 3
# Prefixes that say nothing of the chart.
_ANY_CHART: Final = frozenset({"app", "base", "chart", "common", "helm", "mychart"})


def check(facts: ChartFacts) -> Iterator[Hit]:
    """Look for names with another prefix, or without any, which are more likely to meet."""
    name = facts.chart.name
    defines = list(own_defines(facts))
    prefixes = tuple({name, *_common(defines), *_subcharts(facts)})
    for each in defines:
        if not each.name.startswith(prefixes):
            message = f"the name of the named template {each.name!r} does not start with {name}."
            severity = Severity.INFO if "." in each.name else Severity.WARNING
            yield Hit(message, location=facts.place(each.path, each.line, each.column), severity=severity)


def _common(defines: Sequence[Define]) -> list[str]:
    """Give the prefix that most have, such as a short form of the chart's name."""
    found = Counter(each.name.partition(".")[0] for each in defines)
    return [
        f"{prefix}."
        for prefix, number in found.items()
        if 2 * number > len(defines) and number >= _MANY and prefix not in _ANY_CHART
    ]


def _subcharts(facts: ChartFacts) -> Iterator[str]:
    """Yield the names of subcharts, whose named templates a chart may replace."""
    for _, dependency in mappings_at(facts.chart_file.value, ("dependencies",)):
        yield str(dependency.get("name"))
    for path in facts.chart.files:
        if path.startswith("charts/"):
            yield path.split("/")[1]
