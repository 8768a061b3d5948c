"""The defaults are what the chart's own schema allows.

*Why.* Helm checks the merged values, so that it refuses the chart unless each user replaces the default.

*Fix.* Correct the default, or the schema.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("values-default-schema", Severity.ERROR, since="0.1.0", sees="elsewhere")
