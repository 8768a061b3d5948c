"""The name of a network has no dot.

*Why.* In the short form of the annotation, `namespace/name@interface`, Multus takes no dots: only the JSON
form can ask for such a network.

*Fix.* Write `-` in place of the dot.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("nad-dotted-name", Severity.WARNING, since="0.1.0", sees="elsewhere")
