"""The short form of the annotation is a list of `namespace/name@interface`.

*Why.* Multus reads it letter for letter; what it cannot read keeps the pod from starting.

*Fix.* Write small letters, digits and `-`, commas between the networks, and interfaces of at most 15
characters; dots need the JSON form.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("annotation-syntax", Severity.ERROR, since="0.1.0", sees="elsewhere")
