"""Objects have the types, required fields and words that Kubernetes wants.

*Why.* The API server refuses such an object, and Helm stops there: what stands before it in the release is
installed, what stands behind it is not.

*Fix.* Write the value as the message says; a number or boolean that must be a text takes `quote`.
"""

from collections.abc import Iterator
from typing import Final

from chartgen.core.finding import Severity
from chartgen.core.yaml import format_path
from chartgen.lint.objects import Kubernetes, Object
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("schema", Severity.ERROR, since="0.1.0", sees="version")


def check(each: Object, kubernetes: Kubernetes) -> Iterator[Hit]:
    """Look for what the schema of the object refuses, but for unknown fields and kinds."""
    if each.api_version and each.kind and not kubernetes.validator.knows(each.api_version, each.kind):
        return
    for problem in kubernetes.problems(each):
        if not problem.is_about_key:
            field = format_path(problem.path)
            message = f"{field}: {problem.message}" if field else problem.message
            yield each.hit(message, problem.path, hint=problem.hint)
