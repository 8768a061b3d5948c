"""The chart renders with its defaults, or says in values.yaml what has to be set.

*Why.* `helm install` without values and `helm lint` render the defaults; a value that must be given is
refused there. Other scenarios pass, so it is a choice, not a mistake.

*Fix.* Give the value a default that works, or say beside it that it must be set.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("values-required", Severity.INFO, since="0.1.0", sees="elsewhere")
