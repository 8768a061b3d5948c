"""Each document that a template gives is YAML, and an object.

*Why.* Helm reads what the templates print. It refuses what is no YAML, and with it the whole release.

*Fix.* Look at what the template prints (`chartgen render`): most often a line is indented otherwise than its
neighbours, or a text with `: ` or `#` in it needs `quote`.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("manifest-yaml", Severity.ERROR, since="0.1.0", sees="elsewhere")
