"""A network brings no default route of its own.

*Why.* The pod's first interface has one already. A second either is refused, or takes the pod's traffic away
from the cluster's network.

*Fix.* Let pods that want it ask for it with `default-route` in their annotation.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("whereabouts-route-default", Severity.WARNING, since="0.1.0", sees="elsewhere")
