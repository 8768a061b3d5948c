"""Each field of `ipam` is one that Whereabouts makes use of.

*Why.* Whereabouts passes in silence over what it does not know, as misspelt fields and those of other
programs, and over what it has long ceased to read.

*Fix.* Correct the name as the message says, or remove the field.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("whereabouts-field", Severity.WARNING, since="0.1.0", sees="elsewhere")
