"""Labels, selectors and the keys of annotations are such as the API server takes.

*Why.* It refuses the object otherwise. Most often it is a version with `+` in it, a value that gets longer
than 63 characters with the name of the release, or an address with `:`.

*Fix.* For versions use `replace "+" "_"`, for long values `trunc 63 | trimSuffix "-"`. What cannot be a label
goes into an annotation, whose value is free.
"""

from collections.abc import Iterator
from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint import names
from chartgen.lint.labels import labels_of
from chartgen.lint.objects import Object
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("label-syntax", Severity.ERROR, since="0.1.0", sees="object")


def check(each: Object) -> Iterator[Hit]:
    """Look at each key, and at each value that is one of a label."""
    for label in labels_of(each):
        problem = names.label_key_problem(label.key, is_annotation=label.is_annotation)
        if problem:
            yield each.hit(problem, label.path, is_key=True)
        if not label.is_annotation and isinstance(label.value, str):
            problem = names.label_value_problem(label.value)
            if problem:
                yield each.hit(f"{label.key}: {problem}", label.path)
