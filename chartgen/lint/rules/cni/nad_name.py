"""The name in a network's configuration is one that libcni takes.

*Why.* libcni makes the name part of the name of a file on the node, and refuses what cannot be one; no pod
gets the interface.

*Fix.* Use letters, digits, `_`, `.` and `-`, first a letter or a digit; or leave the name out, and Multus
takes that of the object.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("nad-name", Severity.ERROR, since="0.1.0", sees="elsewhere")
