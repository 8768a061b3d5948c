"""A pod asks for no address of its own on a network with Whereabouts.

*Why.* Whereabouts gives the pod that address beside one of the pool, and does not reserve it: another pod can
get it too.

*Fix.* Leave `ips` out, or use an address management that fixes addresses, such as static.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("annotation-ips-unreserved", Severity.WARNING, since="0.1.0", sees="elsewhere")
