"""Each value that a scenario gives is read by a template.

*Why.* Helm takes any key, so a misspelt one goes unnoticed and the default stays. The defaults do not have
this one, and the scenario renders the same with another value.

*Fix.* Correct the name, or remove the key.
"""

from collections.abc import Iterator
from typing import Final

from chartgen.chart.values_schema import locate
from chartgen.core.finding import Severity
from chartgen.core.suggest import did_you_mean
from chartgen.core.yaml import format_path
from chartgen.lint.facts import ChartFacts
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("values-unknown", Severity.WARNING, since="0.1.0", sees="chart")


def check(facts: ChartFacts) -> Iterator[Hit]:
    """Look for keys that neither the defaults nor the templates know."""
    for run in facts.one_run_each:
        for path in facts.values_use.unread(run.rendering):
            if facts.declared.in_schema(path):
                continue
            names = facts.values_use.names_beside(path)
            yield Hit(
                f"{format_path(path)}: no template reads it, and values.yaml does not have it",
                location=locate(run.scenario.values, facts.chart, path, key=True),
                hint=did_you_mean(str(path[-1]), names) or "remove it",
            )
