"""A network gives its pods addresses of a range, not all of them the same.

*Why.* Each pod of the network gets what stands in `addresses`, and nobody reserves it: the second pod has the
address of the first.

*Fix.* Give a `range`.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("whereabouts-address-shared", Severity.WARNING, since="0.1.0", sees="elsewhere")
