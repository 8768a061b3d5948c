"""The schema of the values needs nothing but itself, and is of a draft that each Helm knows.

*Why.* Helm fetches what a schema refers to at each installation, which fails without the Internet, as will
each installation of all versions once the address is gone. Helm before 3.18 knows no draft after 7: it passes
over the new keywords.

*Fix.* Copy what is referred to into `definitions`, and write
`"$schema": "http://json-schema.org/draft-07/schema#"`.
"""

import json
from collections.abc import Iterator
from typing import Final

from chartgen.chart.reference import SCHEMA_FILE
from chartgen.core.finding import Severity
from chartgen.core.location import Location
from chartgen.lint.facts import ChartFacts
from chartgen.lint.objects import at
from chartgen.lint.rule import Hit, Rule
from chartgen.lint.schema_references import remote_references
from chartgen.render.sourcemap.insertion import text_of

RULE: Final = Rule("schema-draft", Severity.WARNING, since="0.1.0", sees="chart")

_NEW: Final = ("draft/2019-09/", "draft/2020-12/")


def check(facts: ChartFacts) -> Iterator[Hit]:
    """Look at the draft and at references to addresses."""
    content = facts.chart.schema
    if content is None:
        return
    for reference in remote_references(content):
        message = f"Helm fetches {reference} at each installation; the values are not checked here"
        yield Hit(message, location=_place(facts, reference), hint="copy it into the schema")
    draft = at(_read(content), ("$schema",))
    if isinstance(draft, str) and any(new in draft for new in _NEW):
        message = f"Helm before 3.18 passes over what is new in {draft}"
        hint = "draft 7 is known to all"
        yield Hit(message, location=_place(facts, draft), hint=hint, severity=Severity.INFO)


def _read(content: bytes) -> object:
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None


def _place(facts: ChartFacts, text: str) -> Location:
    """Give the first line that has a text; the file where it is written with escapes."""
    before, found, _ = text_of(facts.chart.schema or b"").partition(text)
    return facts.place(SCHEMA_FILE, before.count("\n") + 1 if found else 0)
