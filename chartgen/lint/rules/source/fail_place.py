"""What a chart refuses, it refuses in one place.

*Why.* A `fail` in a template is reached only where that template is rendered, behind its conditions: the same
wrong value is refused with one component switched on, and let through with another. Whoever looks for what
a chart refuses has to read all of it.

*Fix.* Put refusals into one named template, and include that first in each template.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.facts import ChartFacts
from chartgen.lint.rule import Hit, Rule
from chartgen.render.sourcemap.actions import Token

RULE: Final = Rule("fail-place", Severity.INFO, since="0.1.0", sees="chart")

_BLOCKS: Final = frozenset({"if", "with", "range", "define", "block"})
_SHOWN: Final = 5


def check(facts: ChartFacts) -> Iterator[Hit]:
    """Look for templates that call `fail` behind a condition, outside of named templates."""
    found = {path: call for path, tokens in facts.templates.items() if (call := _conditional_fail(tokens))}
    if len(found) < 2:  # noqa: PLR2004 -- one place is what is wanted
        return
    path, first = next(iter(found.items()))
    names = [each.removeprefix("templates/") for each in found]
    shown = ", ".join(names[:_SHOWN]) + (f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else "")
    message = f"{len(found)} templates call fail, each behind conditions of its own: {shown}"
    yield Hit(message, location=facts.place(path, first.line, first.column))


def _conditional_fail(tokens: Sequence[Token]) -> Token | None:
    blocks: list[str] = []
    for token in tokens:
        if token.kind in _BLOCKS:
            blocks.append(token.kind)
        elif token.kind == "end" and blocks:
            blocks.pop()
        elif not {"define", "block"} & {*blocks} and token.calls("fail"):
            return token
    return None
