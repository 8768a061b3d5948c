"""The names of templates say what is in them: `my-config.yaml`, and `_names.tpl` for helpers.

*Why.* Helm takes each file in `templates/` for one that writes objects, unless its name starts with `_`: a
text about the templates is rendered too. Names with hyphens, as those of the objects have, are what others
look for.

*Fix.* Rename the file.
"""

import re
from collections.abc import Iterator
from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.facts import ChartFacts
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("template-name", Severity.INFO, since="0.1.0", sees="chart")

_NAME: Final = re.compile(r"[a-z0-9][a-z0-9.-]*[.](?:ya?ml|tpl|json|txt)")
_SUFFIX: Final = re.compile(r".+[.](?:ya?ml|tpl|json|txt)")


def check(facts: ChartFacts) -> Iterator[Hit]:
    """Look at the names of all files among the templates, but for helpers and notes."""
    for path in facts.templates:
        name = path.rpartition("/")[2]
        if name.startswith("_") or name.lower() == "notes.txt" or _NAME.fullmatch(name):
            continue
        if _SUFFIX.fullmatch(name):
            message = f"the name {name} is not in lower case with hyphens"
        else:
            message = f"Helm renders {name} though it does not look like a template"
        yield Hit(message, location=facts.place(path))
