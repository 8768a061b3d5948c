"""Each named template is used.

*Why.* Whoever reads the chart takes what stands there for a part of it, and keeps it up to date.

*Fix.* Remove it.
"""

from collections.abc import Iterator
from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.defines import Uses, own_defines
from chartgen.lint.facts import ChartFacts
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("helper-unused", Severity.INFO, since="0.1.0", sees="chart")


def check(facts: ChartFacts) -> Iterator[Hit]:
    """Look for names that no template, value or subchart has; a library has them for others."""
    # What a packed subchart uses is not known.
    packed = any(path.startswith("charts/") and path.endswith(".tgz") for path in facts.chart.files)
    if facts.chart.is_library or packed:
        return
    uses = Uses(facts)
    for each in own_defines(facts):
        if not uses.has(each.name):
            place = facts.place(each.path, each.line, each.column)
            yield Hit(f"nothing uses the named template {each.name!r}", location=place)
