"""Each value that templates read is declared: in values.yaml or the schema.

*Why.* Nobody finds a value that only templates mention, and no schema checks it.

*Fix.* Add it to values.yaml with its default, or as a comment where it has none.
"""

from collections.abc import Iterator
from typing import Final

from chartgen.core.finding import Severity
from chartgen.core.yaml import format_path
from chartgen.lint.facts import ChartFacts
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("values-undeclared", Severity.INFO, since="0.1.0", sees="chart")


def check(facts: ChartFacts) -> Iterator[Hit]:
    """Look for paths behind `.Values` that are declared nowhere, and that make a difference."""
    use = facts.values_use
    for path, named in use.references.absolute.items():
        own = [(file, action) for file, action in named if file.startswith("templates/")]
        if not own or use.is_of_helm(path) or path in facts.declared:
            continue
        if use.has_effect(path):
            file, action = own[0]
            yield Hit(
                f".Values.{format_path(path)} is read, but neither values.yaml nor the schema has it",
                location=facts.place(file, action.line, action.column),
                hint="add it to values.yaml, as a comment if it has no default",
            )
