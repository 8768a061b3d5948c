"""No name is defined twice.

*Why.* All charts of a release share their named templates: of two with one name Helm keeps one, that of the
chart where a subchart has the other. Who uses the other one gets something else.

*Fix.* Remove one of them, or give it a name of its own.
"""

from collections.abc import Iterator
from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.defines import own_defines, subchart_defines
from chartgen.lint.facts import ChartFacts
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("helper-twice", Severity.WARNING, since="0.1.0", sees="chart")


def check(facts: ChartFacts) -> Iterator[Hit]:
    """Look for names that the chart has twice, or that a subchart has with another text.

    A chart may define a name with the prefix of a subchart, to replace what the subchart has.
    """
    first: dict[str, str] = {}
    below: dict[str, tuple[str, str]] = {}
    for each in subchart_defines(facts):
        if not each.name.startswith(each.subchart):
            below.setdefault(each.name, (each.body, f"{each.path}:{each.line}"))
    for each in own_defines(facts):
        place = facts.place(each.path, each.line, each.column)
        other = first.get(each.name, "")
        body, where = below.get(each.name, (each.body, ""))
        if body != each.body:
            other = other or where
        if other:
            yield Hit(f"the named template {each.name!r} is defined in {other} too", location=place)
        first.setdefault(each.name, f"{each.path}:{each.line}")
