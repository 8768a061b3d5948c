"""A pod asks for networks by names that networks can have.

*Why.* Kubernetes has no network of any other name, so that the pod waits for ever.

*Fix.* Write `[namespace/]name`, each of small letters, digits and `-`.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("annotation-name", Severity.ERROR, since="0.1.0", sees="elsewhere")
