"""The annotation, and each key in its JSON, is spelled as Multus spells it.

*Why.* Multus passes in silence over what it does not know: the pod starts without the network, or without
what it asked of it.

*Fix.* Correct the name as the message says.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("annotation-key", Severity.WARNING, since="0.1.0", sees="elsewhere")
