"""The gateway's own address is handed out to no pod.

*Why.* Whereabouts does not keep it free by itself. A pod that gets it answers in the gateway's place, and all
pods of the network lose their routes.

*Fix.* Add the address to `exclude`, or start the range behind it.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("whereabouts-gateway-in-pool", Severity.WARNING, since="0.1.0", sees="elsewhere")
