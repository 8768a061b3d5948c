"""The configuration of a network is a JSON object.

*Why.* Multus refuses what is no JSON, and crashes on `null`: every pod that asks for the network waits for
ever.

*Fix.* Write one JSON object; texts such as addresses need quotes, and the last entry has no comma behind it.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("nad-json", Severity.ERROR, since="0.1.0", sees="elsewhere")
