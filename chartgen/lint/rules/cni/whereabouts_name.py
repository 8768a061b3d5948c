"""The objects in which Whereabouts keeps addresses have names that the API server takes.

*Why.* The names are made of the range and of `network_name`. Where the API server refuses one, no pod gets an
address.

*Fix.* Write `network_name` in small letters, digits and `-`, first a letter or a digit.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("whereabouts-name", Severity.ERROR, since="0.1.0", sees="elsewhere")
