"""An ipvlan network brings no result of an earlier plugin that the plugin cannot use.

*Why.* libcni itself hands on what earlier plugins have done. A `prevResult` in the configuration takes its
place; one that cannot be read, or names no interface, makes every pod fail.

*Fix.* Remove `prevResult`, and name the node's interface in `master`.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("ipvlan-result", Severity.ERROR, since="0.1.0", sees="elsewhere")
