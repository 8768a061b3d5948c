"""Templates use nothing that Helm has given up.

*Why.* What Helm 2 knew of itself is gone, and fails where it is rendered; the rest has a successor and goes
at some time.

*Fix.* Use what the finding names.
"""

import re
from collections.abc import Iterator
from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.facts import ChartFacts
from chartgen.lint.rule import Hit, Rule
from chartgen.render.sourcemap.actions import Token

RULE: Final = Rule("deprecated-function", Severity.WARNING, since="0.1.0", sees="chart")

_FIELDS: Final = (
    (".Capabilities.TillerVersion", ".Capabilities.HelmVersion"),
    (".Release.Time", "now"),
    (".Capabilities.KubeVersion.GitVersion", ".Capabilities.KubeVersion.Version"),
)
_FUNCTIONS: Final = (("trimall", "trimAll"),)


def check(facts: ChartFacts) -> Iterator[Hit]:
    """Look at each action of the templates; what one of them has often is found once."""
    for path, found in facts.templates.items():
        seen = set()
        for token in found:
            if token.kind in {"text", "comment"}:
                continue
            for old, new in _gone(token):
                if old not in seen:
                    seen.add(old)
                    place = facts.place(path, token.line, token.column)
                    yield Hit(f"{old} is deprecated or gone", location=place, hint=f"use {new}")


def _gone(token: Token) -> list[tuple[str, str]]:
    """Give what an action has that is gone, each with its successor."""
    fields = [pair for pair in _FIELDS if re.search(rf"{re.escape(pair[0])}\b", token.text)]
    return fields + [pair for pair in _FUNCTIONS if token.calls(pair[0])]
