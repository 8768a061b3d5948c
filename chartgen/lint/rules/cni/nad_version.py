"""A network has a version of CNI that plugins know.

*Why.* A plugin refuses a version that it does not know, so that no pod gets the interface. Versions are
compared letter for letter: `1.0` and `v1.0.0` are none.

*Fix.* Use 0.3.1, 0.4.0 or 1.0.0.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("nad-version", Severity.ERROR, since="0.1.0", sees="elsewhere")
