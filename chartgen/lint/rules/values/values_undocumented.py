"""Each value of values.yaml has a comment: of its own, or of the map that it is in.

*Why.* `helm show values` is what users read; a name alone tells neither what a value does nor what it may be.

*Fix.* Say in the line above what it does.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from chartgen.chart.reference import VALUES_FILE
from chartgen.core.finding import Severity
from chartgen.core.yaml import format_path
from chartgen.lint.facts import ChartFacts
from chartgen.lint.rule import Hit, Rule
from chartgen.render.sourcemap.insertion import text_of
from chartgen.render.sourcemap.leaves import leaves

RULE: Final = Rule("values-undocumented", Severity.INFO, since="0.1.0", sees="chart")

_COMMENT: Final = re.compile(r"^\s*#|\s#")
_PARAMETER: Final = re.compile(r"@(?:param|skip|extra)\s+([^\s\[]+)")
_SHOWN: Final = 3


def check(facts: ChartFacts) -> Iterator[Hit]:
    """Look for leaves without a comment; those of one map are one finding."""
    text = text_of(facts.chart.files.get(VALUES_FILE, b""))
    lines = text.split("\n")
    listed = {*_PARAMETER.findall(text)}
    without = []
    for leaf in leaves(facts.chart.default_values):
        path = next((leaf[:end] for end, step in enumerate(leaf) if isinstance(step, int)), leaf)
        above = [path[:end] for end in range(1, len(path) + 1)]
        if facts.values_use.is_of_helm(path) or any(format_path(each) in listed for each in above):
            continue
        numbers = (facts.chart.locate_default(each, key=True).line for each in above)
        if path not in without and not any(_has_comment(lines, number) for number in numbers):
            without.append(path)
    for _, group in groupby(sorted(without, key=_parent), _parent):
        paths = [*group]
        names = ", ".join(format_path(path) for path in paths[:_SHOWN])
        more = f" and {len(paths) - _SHOWN} more" if len(paths) > _SHOWN else ""
        what = "it does" if len(paths) == 1 else "they do"
        place = facts.chart.locate_default(paths[0], key=True)
        yield Hit(f"{names}{more}: no comment says what {what}", location=place)


def _parent(path: Sequence[object]) -> list[str]:
    return [str(step) for step in path[:-1]]


def _has_comment(lines: list[str], number: int) -> bool:
    """Say whether a comment stands in a line, or right above it."""
    return any(
        _COMMENT.search(lines[at]) if at == number - 1 else lines[at].lstrip().startswith("#")
        for at in (number - 2, number - 1)
        if 0 <= at < len(lines)
    )
