"""The fields of a network's configuration have the types that libcni reads.

*Why.* One field of another type, such as a number for a text, makes the whole configuration unreadable: every
pod that asks for the network waits for ever.

*Fix.* Write the value as the message says.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("nad-type", Severity.ERROR, since="0.1.0", sees="elsewhere")
