"""The fields of an ipvlan network have the types that the plugin reads.

*Why.* One field of another type makes the plugin fail: no pod gets the interface.

*Fix.* Write the value as the message says.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("ipvlan-type", Severity.ERROR, since="0.1.0", sees="elsewhere")
