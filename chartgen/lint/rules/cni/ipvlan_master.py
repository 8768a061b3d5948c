"""An ipvlan network names the node's interface that carries it.

*Why.* Without one it is the interface of the node's default route, which is another on nodes that are built
otherwise, and is rarely the one of a second network.

*Fix.* Name the interface in `master`.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("ipvlan-master", Severity.WARNING, since="0.1.0", sees="elsewhere")
