"""Each exclude is an address or a network.

*Why.* Whereabouts gives no pod an address while it cannot read one of them.

*Fix.* List networks such as 10.10.0.16/28; first and last address with a `-` between are none.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("whereabouts-exclude", Severity.ERROR, since="0.1.0", sees="elsewhere")
