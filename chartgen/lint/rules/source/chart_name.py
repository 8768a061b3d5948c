"""The name of a chart has lower case letters, digits and hyphens, at most 63 of them.

*Why.* The name goes into names of objects and values of labels, and into the address of the chart in a
registry, which has no capitals. In templates, `.Values.a-b` of a subchart's values needs `index`.

*Fix.* Use a name such as `my-chart`.
"""

import re
from collections.abc import Iterator
from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.facts import ChartFacts
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("chart-name", Severity.WARNING, since="0.1.0", sees="chart")

_NAME: Final = re.compile(r"[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?")


def check(facts: ChartFacts) -> Iterator[Hit]:
    """Look at the name."""
    name = facts.chart.name
    if _NAME.fullmatch(name):
        return
    wanted = "at most 63 lower case letters, digits and hyphens"
    yield Hit(f"name: {name!r} is not made of {wanted}", location=facts.chart_file.locate(["name"]))
