"""A pod asks for at most one default route of IPv4 and one of IPv6.

*Why.* Multus refuses a second one of a family, and the pod does not start.

*Fix.* Leave `default-route` with one network.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("annotation-default-route", Severity.ERROR, since="0.1.0", sees="elsewhere")
