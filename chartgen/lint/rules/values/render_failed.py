"""Each scenario renders, for each version of Kubernetes that the chart allows.

*Why.* A template that fails keeps the whole release from being installed. Where `fail` or `required` ask
for a value, a scenario that lacks it tests nothing.

*Fix.* Correct the template at the place of the finding, or give the scenario the value that the message asks
for.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("render-failed", Severity.ERROR, since="0.1.0", sees="elsewhere")
