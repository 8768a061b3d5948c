"""Notes are where Helm looks for them.

*Why.* Helm prints `templates/NOTES.txt` and nothing else. It passes over that name in another folder, and
takes `templates/notes.txt` for a manifest.

*Fix.* Move the file to `templates/NOTES.txt`.
"""

from collections.abc import Iterator
from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.facts import ChartFacts
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("notes-place", Severity.WARNING, since="0.1.0", sees="chart")

_PLACE: Final = "templates/NOTES.txt"


def check(facts: ChartFacts) -> Iterator[Hit]:
    """Look for notes at the top of the chart, and elsewhere among the templates."""
    for path in facts.chart.files:
        folder, _, name = path.rpartition("/")
        if name.lower() != "notes.txt" or path == _PLACE:
            continue
        if not folder or f"{folder}/".startswith("templates/"):
            yield Hit(f"Helm prints {_PLACE}, not {path}", location=facts.place(path))
