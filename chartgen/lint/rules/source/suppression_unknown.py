"""A suppression names a rule.

*Why.* A misspelt or renamed rule goes on finding what somebody believes to be accepted.

*Fix.* Write an id that `chartgen rules` lists.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("suppression-unknown", Severity.WARNING, since="0.1.0", sees="elsewhere")
