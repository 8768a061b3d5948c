"""The annotation, and each field in its JSON, has the type that is read.

*Why.* The API server refuses an annotation that is no text, and Multus a field of another type: the pod is
not made, or does not start.

*Fix.* Put the annotation in quotes or behind `|-`, and write the field as the message says.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("annotation-type", Severity.ERROR, since="0.1.0", sees="elsewhere")
