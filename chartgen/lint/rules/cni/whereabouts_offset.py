"""Addresses lie near enough to the start of their range.

*Why.* Whereabouts keeps an address as its distance from the first one of the network. What is too large for
64 bits it cannot read again, and hands the address out once more.

*Fix.* Use a network of at most a /65.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("whereabouts-offset", Severity.WARNING, since="0.1.0", sees="elsewhere")
