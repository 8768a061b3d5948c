"""A network with a gateway has routes that go over it.

*Why.* The gateway is the next hop of routes that name none. Without routes it does nothing: pods reach their
own network alone.

*Fix.* Add `routes`, or remove the gateway.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("whereabouts-gateway-unused", Severity.INFO, since="0.1.0", sees="elsewhere")
