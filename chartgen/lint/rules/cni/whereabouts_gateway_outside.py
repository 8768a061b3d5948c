"""The gateway lies in one of the ranges.

*Why.* A pod reaches a next hop only where its own network has it: the kernel refuses routes over any other,
and the pod does not start.

*Fix.* Name the gateway of the network itself, or widen the prefix of the range.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("whereabouts-gateway-outside", Severity.WARNING, since="0.1.0", sees="elsewhere")
