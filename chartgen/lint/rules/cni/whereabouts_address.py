"""The addresses that a network gives are ones that an interface can have.

*Why.* No pod gets an address from a network with one that cannot be read; versions of CNI before 0.3.0 take
one of each family, and Linux refuses some.

*Fix.* Write addresses with their prefix, such as 10.10.0.5/24, and use cniVersion 0.3.1 or newer for more
than one.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("whereabouts-address", Severity.ERROR, since="0.1.0", sees="elsewhere")
