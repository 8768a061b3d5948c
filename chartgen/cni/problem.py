"""What is wrong with a configuration or an annotation."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from chartgen.core.finding import Severity
from chartgen.core.values_path import Steps

_SHOWN: Final = 60


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem, at a path of the configuration such as ("plugins", 0, "ipam", "range").

    An *error* is what the real code refuses, crashes on or cannot allocate from; problems come in the order
    in which that code meets them, so that the first error is the one it tells of. `is_crash` marks those
    that end it with a panic or keep it busy for ever; `position` is the line and column in a text that is no
    JSON and so has no path.
    """

    rule: str
    message: str
    path: Steps = ()
    hint: str = ""
    severity: Severity = Severity.ERROR
    is_crash: bool = False
    position: tuple[int, int] | None = None

    def under(self, *steps: str | int) -> "Problem":
        """Give the problem of a part as one of the whole."""
        return replace(self, path=(*steps, *self.path))


def shown(text: str) -> str:
    """Give a text as messages quote it: short, on one line, and of whole characters."""
    quoted = json.dumps(text[:_SHOWN], ensure_ascii=False)
    return quoted.encode(errors="backslashreplace").decode()


def warning(rule: str, message: str, path: Steps = (), hint: str = "") -> Problem:
    """Make a problem that the real code passes over in silence."""
    return Problem(rule, message, path, hint, Severity.WARNING)


def has_errors(problems: Iterable[Problem]) -> bool:
    """Say whether the real code fails."""
    return any(problem.severity is Severity.ERROR for problem in problems)
