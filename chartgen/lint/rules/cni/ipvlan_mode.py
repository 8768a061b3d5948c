"""An ipvlan network has one of the modes l2, l3 and l3s.

*Why.* The plugin refuses any other, and compares letter for letter: no pod gets the interface.

*Fix.* Write l2, l3 or l3s in small letters, or leave the mode out for l2.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("ipvlan-mode", Severity.ERROR, since="0.1.0", sees="elsewhere")
