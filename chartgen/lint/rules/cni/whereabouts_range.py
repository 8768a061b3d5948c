"""Each range is a network with room for pods, and there is one.

*Why.* Of a range that it cannot read, or of a network that is too small to hand anything out of, Whereabouts
gives no pod an address.

*Fix.* Write a network such as 10.10.0.0/24, or part of it as 10.10.0.10-10.10.0.99/24.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("whereabouts-range", Severity.ERROR, since="0.1.0", sees="elsewhere")
