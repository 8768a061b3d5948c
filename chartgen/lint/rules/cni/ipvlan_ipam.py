"""An ipvlan network that stands first says who gives its pods addresses.

*Why.* The plugin makes no interface without an address, and starts the program that is named in `ipam.type`,
a name without a path.

*Fix.* Set `ipam.type`, such as `whereabouts`.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("ipvlan-ipam", Severity.ERROR, since="0.1.0", sees="elsewhere")
