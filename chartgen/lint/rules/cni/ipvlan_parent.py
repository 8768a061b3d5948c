"""Networks on one interface of the node agree on its use.

*Why.* An interface carries ipvlan or macvlan, never both, and ipvlan in one mode: the kernel refuses, or
changes the mode of the pods that are there.

*Fix.* Give one of the networks another interface, or both the same plugin and mode.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("ipvlan-parent", Severity.WARNING, since="0.1.0", sees="elsewhere")
