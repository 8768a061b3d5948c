"""The ranges of two networks have no address in common.

*Why.* Ranges that are not equal have a pool each. Whereabouts may give one address to a pod of each network,
unless it reserves addresses for the whole cluster; and then each network has fewer than it seems to have.

*Fix.* Give each network addresses of its own.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("whereabouts-overlap", Severity.WARNING, since="0.1.0", sees="elsewhere")
