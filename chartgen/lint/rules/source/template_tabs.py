"""No rendered manifest is indented with tabs.

*Why.* YAML knows spaces only: Helm refuses the manifest, often with a message about something else.

*Fix.* Replace the tab, in the template or in the value that the template writes there.
"""

import re
from collections.abc import Iterator
from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.facts import ChartFacts
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("template-tabs", Severity.ERROR, since="0.1.0", sees="chart")

_INDENTED: Final = re.compile(r" *\t[ \t]*[^ \t#]")


def check(facts: ChartFacts) -> Iterator[Hit]:
    """Look at the lines at which documents cannot be read."""
    for run in facts.runs:
        for unread in run.rendering.unread:
            lines = run.rendering.texts[unread.template].split("\n")
            # The reader may stop at the line behind.
            for number in (unread.line, unread.line - 1):
                if 0 < number <= len(lines) and _INDENTED.match(lines[number - 1]):
                    message = "a tab in the indentation makes this no YAML"
                    yield Hit(message, location=run.rendering.origin(unread.template, number))
                    break
