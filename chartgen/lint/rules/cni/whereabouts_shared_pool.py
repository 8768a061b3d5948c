"""Two networks share a pool only where they are meant to be one.

*Why.* Whereabouts names a pool after its range. Networks with equal ranges take their addresses from one
pool, so that each has fewer than it seems to have.

*Fix.* Give each network a range of its own or, on another interface of the node, a `network_name`.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("whereabouts-shared-pool", Severity.WARNING, since="0.1.0", sees="elsewhere")
