"""The next hop of a route lies in one of the ranges.

*Why.* The kernel refuses a route over an address that the interface does not reach, and the pod does not
start.

*Fix.* Name a router of the network itself.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("whereabouts-route-outside", Severity.WARNING, since="0.1.0", sees="elsewhere")
