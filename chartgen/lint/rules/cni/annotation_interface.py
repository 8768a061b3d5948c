"""Each network of a pod has an interface of its own, with a name that Linux takes.

*Why.* libcni refuses a name that is too long or has odd letters, and Linux an interface that is there
already, such as `eth0`: the pod does not start.

*Fix.* Name the interface otherwise, with at most 15 characters, or leave its name out.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("annotation-interface", Severity.ERROR, since="0.1.0", sees="elsewhere")
