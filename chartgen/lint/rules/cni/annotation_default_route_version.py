"""Multus is new enough for a default route on a network of CNI 1.1.0.

*Why.* Multus before 4.2.4 cannot change the result of such a network, and the pod does not start.

*Fix.* Use cniVersion 1.0.0 in the network, or Multus 4.2.4 or newer.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("annotation-default-route-version", Severity.WARNING, since="0.1.0", sees="elsewhere")
