"""Names of values are camelCase.

*Why.* `.Values.my-name` is no expression of Go templates, so such a value needs `index`; names of one form
are those that users guess.

*Fix.* Rename it, and read the old name too until the next major version.
"""

import re
from collections.abc import Iterator
from typing import Any, Final

from chartgen.core.finding import Severity
from chartgen.core.values_path import Steps
from chartgen.core.yaml import format_path
from chartgen.lint.facts import ChartFacts
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("values-name", Severity.INFO, since="0.1.0", sees="chart")

_CAMEL_CASE: Final = re.compile(r"[a-z][a-zA-Z0-9]*")
# Keys of other systems, such as labels, file names and options of programs.
_FOREIGN: Final = re.compile(r".*[^\w-].*", re.DOTALL)


def check(facts: ChartFacts) -> Iterator[Hit]:
    """Look for names of another form that a template uses; keys of maps printed whole are not ours."""
    use = facts.values_use
    for path in _paths(facts.chart.default_values, ()):
        name = str(path[-1])
        if _CAMEL_CASE.fullmatch(name) or _FOREIGN.fullmatch(name):
            continue
        if use.is_of_helm(path) or not use.references.names(path):
            continue
        place = facts.chart.locate_default(path, key=True)
        yield Hit(f"{format_path(path)}: {name!r} is not camelCase", location=place)


def _paths(node: Any, path: Steps) -> Iterator[Steps]:
    for key, value in node.items() if hasattr(node, "items") else ():
        yield (*path, key)
        yield from _paths(value, (*path, key))
