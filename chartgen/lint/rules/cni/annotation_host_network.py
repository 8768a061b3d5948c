"""A pod in the network of its node asks for no other network.

*Why.* CNI is not called for pods with `hostNetwork`: the annotation does nothing.

*Fix.* Remove the annotation, or `hostNetwork`.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("annotation-host-network", Severity.WARNING, since="0.1.0", sees="elsewhere")
