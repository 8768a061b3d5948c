"""Each value of the defaults is read by a template.

*Why.* Whoever sets such a value changes nothing, and is told nothing: often the name is misspelt on one of
the two sides, or the template that read it has gone. A change of it altered the output of no scenario, and
no template names it.

*Fix.* Remove it, or correct the name.
"""

import re
from collections.abc import Iterator
from typing import Final

from chartgen.chart.reference import VALUES_FILE
from chartgen.core.finding import Severity
from chartgen.core.suggest import did_you_mean
from chartgen.core.yaml import format_path
from chartgen.lint.facts import ChartFacts
from chartgen.lint.rule import Hit, Rule
from chartgen.render.sourcemap.insertion import text_of

RULE: Final = Rule("values-unused", Severity.WARNING, since="0.1.0", sees="chart")

# What YAML itself reads, by an alias.
_ANCHOR: Final = re.compile(r":\s+&\S")
# What the chart around a subchart asks in its condition.
_SWITCH: Final = ("enabled",)


def check(facts: ChartFacts) -> Iterator[Hit]:
    """Look for leaves that nothing shows."""
    lines = text_of(facts.chart.files.get(VALUES_FILE, b"")).split("\n")
    for path in facts.values_use.unused:
        if path == _SWITCH:
            continue
        keys = (facts.chart.locate_default(path[:end], key=True) for end in range(1, len(path) + 1))
        if any(_ANCHOR.search(lines[key.line - 1]) for key in keys if 0 < key.line <= len(lines)):
            continue
        others = {*facts.values_use.names_read_beside(path)} - {path[-1]}
        yield Hit(
            f"{format_path(path)}: no template reads it",
            location=facts.chart.locate_default(path, key=True),
            hint=did_you_mean(str(path[-1]), others) or "remove it",
        )
