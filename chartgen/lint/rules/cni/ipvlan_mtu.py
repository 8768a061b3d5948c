"""An ipvlan network has an MTU that Linux takes.

*Why.* The plugin hands the number on, and the kernel refuses the interface with it.

*Fix.* Leave the MTU out: the interface then has that of its parent.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("ipvlan-mtu", Severity.WARNING, since="0.1.0", sees="elsewhere")
