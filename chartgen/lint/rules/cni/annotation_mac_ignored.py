"""A pod asks no ipvlan network for a hardware address.

*Why.* All ipvlan interfaces on an interface of the node have the address of that one; what the pod asks for
is passed over.

*Fix.* Remove `mac`, or use a macvlan network.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("annotation-mac-ignored", Severity.WARNING, since="0.1.0", sees="elsewhere")
