"""The addresses of a range fit into the object that holds them.

*Why.* Whereabouts keeps all addresses of a range that are in use in one object, which has room for about
eight thousand. When it is full no pod gets an address.

*Fix.* Use smaller ranges if so many pods will be there at once.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("whereabouts-pool-size", Severity.WARNING, since="0.1.0", sees="elsewhere")
