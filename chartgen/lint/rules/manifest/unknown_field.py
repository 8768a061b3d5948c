"""Objects have no fields that Kubernetes does not know.

*Why.* Helm 3 drops such a field in silence, so that what it should do is not done; Helm 4 applies on the
server, which refuses the object.

*Fix.* Correct the name, or move the field to where it belongs.
"""

from collections.abc import Iterator
from typing import Final

from chartgen.core.finding import Severity
from chartgen.core.yaml import format_path
from chartgen.lint.objects import Kubernetes, Object
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("unknown-field", Severity.ERROR, since="0.1.0", sees="version")


def check(each: Object, kubernetes: Kubernetes) -> Iterator[Hit]:
    """Look for fields that the schema of the object does not have."""
    for problem in kubernetes.problems(each):
        if problem.is_about_key:
            field = format_path(problem.path)
            message = f"{field}: {each.kind} has no such field"
            yield each.hit(message, problem.path, hint=problem.hint, is_key=True)
