"""The fields of `ipam` have the types that Whereabouts reads.

*Why.* Whereabouts reads all of `ipam` or nothing: one field of another type, and no pod gets an address.

*Fix.* Write the value as the message says; several ranges go into the list `ipRanges`.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("whereabouts-type", Severity.ERROR, since="0.1.0", sees="elsewhere")
