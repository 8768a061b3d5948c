"""The README tells of values that the chart has.

*Why.* A value that is set and does nothing looks as if it were set: nobody gets a message.

*Fix.* Correct the name, or remove the line; tables that are generated from `values.yaml` stay right.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from chartgen.chart.reference import VALUES_FILE
from chartgen.core.finding import Severity
from chartgen.lint.facts import ChartFacts
from chartgen.lint.objects import mappings_at
from chartgen.lint.rule import Hit, Rule
from chartgen.render.sourcemap.insertion import text_of

RULE: Final = Rule("readme-values", Severity.WARNING, since="0.1.0", sees="chart")

_COMMENTED: Final = re.compile(r"^\s*#[#\s-]*([\w-]+):", re.MULTILINE)
_ROW: Final = re.compile(r"\s*\|\s*(?:[*]{2})?`?([A-Za-z_]\w*(?:[.][\w-]+)+)`?(?:[*]{2})?\s*\|")


def check(facts: ChartFacts) -> Iterator[Hit]:
    """Look at tables whose first column has names of values, most of which the chart has."""
    known = _Known(facts)
    lines = text_of(facts.chart.files.get("README.md", b"")).split("\n")
    table: list[tuple[int, str]] = []
    for number, line in enumerate([*lines, ""], 1):
        if found := _ROW.match(line):
            table.append((number, found[1]))
        if line.lstrip().startswith("|"):
            continue
        wrong = [row for row in table if not known.has(row[1].split("."))]
        if 2 * len(wrong) < len(table):
            for row, name in wrong:
                yield Hit(f"the chart has no value {name}", location=facts.place("README.md", row))
        table = []


class _Known:
    """The values that a chart has or may have."""

    def __init__(self, facts: ChartFacts) -> None:
        self._values = facts.chart.default_values
        self._actions = [each.text for found in facts.templates.values() for each in found]
        self._schema = text_of(facts.chart.schema or b"")
        self._comments = set(_COMMENTED.findall(text_of(facts.chart.files.get(VALUES_FILE, b""))))
        self._roots = {"global"}
        for _, each in mappings_at(facts.chart_file.value, ("dependencies",)):
            self._roots |= {str(each.get("name")), str(each.get("alias"))}

    def has(self, path: Sequence[str]) -> bool:
        """Say whether there is such a value, or may be: below a list or nothing, commented out, read."""
        node: Any = self._values
        for step in path:
            if not node or isinstance(node, list):
                return True
            if not isinstance(node, Mapping):
                return self._is_read(rf"{re.escape('.'.join(path))}\b")
            if step not in node:
                return self._may_have(path)
            node = node[step]
        return True

    def _may_have(self, path: Sequence[str]) -> bool:
        """Say whether something may come without a default: a template reads it, or all that is around it."""
        around = (re.escape(".".join(path[:depth])) for depth in range(1, len(path)))
        return (
            path[0] in self._roots
            or path[-1] in self._comments
            or f'"{path[-1]}"' in self._schema
            or self._is_read(rf"{re.escape('.'.join(path))}\b|(?:{'|'.join(around)})(?![\w.-])")
        )

    def _is_read(self, pattern: str) -> bool:
        read = re.compile(rf"[.]Values[.](?:{pattern})")
        return any(read.search(each) for each in self._actions)
