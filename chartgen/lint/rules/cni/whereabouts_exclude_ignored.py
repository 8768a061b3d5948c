"""Each exclude takes addresses out of a range.

*Why.* One that lies outside its range, or stands beside a list of ranges, has no effect: what it should keep
free is handed out.

*Fix.* Write the network of the range, in the entry of `ipRanges` that it belongs to.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("whereabouts-exclude-ignored", Severity.WARNING, since="0.1.0", sees="elsewhere")
