"""Each key of a network's configuration stands once, and is spelled as its readers spell it.

*Why.* Multus, libcni and the plugins read the configuration one after the other: some find a key in any
letter case and some do not, and of two equal ones the last counts.

*Fix.* Keep one of the keys, spelled as the message says.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("nad-key", Severity.WARNING, since="0.1.0", sees="elsewhere")
