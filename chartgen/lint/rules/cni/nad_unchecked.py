"""The configuration of a network is not nested so deeply that it cannot be checked.

*Why.* Beyond 300 levels this program does not read JSON; Multus may take it, or not.

*Fix.* Write the configuration with fewer levels.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("nad-unchecked", Severity.WARNING, since="0.1.0", sees="elsewhere")
