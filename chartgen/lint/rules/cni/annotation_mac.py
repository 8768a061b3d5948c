"""The hardware address that a pod asks for is one.

*Why.* Multus refuses any other text, and the pod does not start.

*Fix.* Write six pairs of hexadecimal digits with `:` between.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("annotation-mac", Severity.ERROR, since="0.1.0", sees="elsewhere")
