"""Each route names its network.

*Why.* The plugin fails on a route without `dst`, and crashes on one that is null: no pod gets the interface.

*Fix.* Name the network in `dst`; all others are 0.0.0.0/0.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("whereabouts-route", Severity.ERROR, since="0.1.0", sees="elsewhere")
