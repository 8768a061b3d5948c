"""The gateway is an address.

*Why.* Whereabouts gives no pod an address while it cannot read the gateway; it takes none with a prefix.

*Fix.* Write the address alone, such as 10.10.0.1.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("whereabouts-gateway", Severity.ERROR, since="0.1.0", sees="elsewhere")
