"""No mapping of an object has a key twice.

*Why.* Helm 4 refuses the manifest; Helm 3 takes the last one and drops the others, which is how a second
`labels:` takes away the labels of the first.

*Fix.* Put what both hold under one key.
"""

from collections.abc import Iterator
from typing import Final

from chartgen.core.finding import Severity
from chartgen.core.yaml import format_path
from chartgen.lint.objects import Object
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("duplicate-key", Severity.ERROR, since="0.1.0", sees="object")


def check(each: Object) -> Iterator[Hit]:
    """Tell of each key that stands there again."""
    for duplicate in dict.fromkeys(duplicate.path for duplicate in each.manifest.duplicates):
        yield each.hit(f"{format_path(duplicate)} stands there twice", duplicate, is_key=True)
