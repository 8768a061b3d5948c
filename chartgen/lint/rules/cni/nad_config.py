"""The configuration of a network is a text.

*Why.* `spec.config` holds JSON as a text. Written as YAML it becomes an object, which the API server refuses.

*Fix.* Put the JSON behind `config: |-`, indented further.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("nad-config", Severity.ERROR, since="0.1.0", sees="elsewhere")
