"""What starts like JSON in the annotation is a JSON list of networks.

*Why.* A quote, a bracket or a brace makes Multus read all of the annotation as JSON. It refuses what is none,
and crashes on `null` for a network.

*Fix.* Write a JSON list of objects, each with a `name`, or the short form without quotes.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("annotation-json", Severity.ERROR, since="0.1.0", sees="elsewhere")
