"""The first and the last address of a range count.

*Why.* Whereabouts passes over a `range_start` or `range_end` that is no address, lies outside the range or
comes in the wrong order, and hands out other addresses than those meant.

*Fix.* Give addresses of the range, the first before the last.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("whereabouts-range-end", Severity.WARNING, since="0.1.0", sees="elsewhere")
