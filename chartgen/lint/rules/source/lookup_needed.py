"""What a chart renders does not hang on what is in the cluster.

*Why.* `lookup` gives nothing in `helm template`, in a dry run on the client and in Argo CD: what users look
at is not what they get, and what is kept by `lookup` is made anew.

*Fix.* Let users give the value, and use `lookup` only for what they leave out.
"""

from collections.abc import Iterator
from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.facts import ChartFacts
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("lookup-needed", Severity.INFO, since="0.1.0", sees="chart")


def check(facts: ChartFacts) -> Iterator[Hit]:
    """Look for calls, one in each template."""
    for path, found in facts.templates.items():
        token = next((token for token in found if token.calls("lookup")), None)
        if token:
            place = facts.place(path, token.line, token.column)
            yield Hit("lookup gives nothing where no cluster is asked", location=place)
