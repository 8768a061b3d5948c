"""`helm lint` has nothing to say.

*Why.* Helm's own linter is run once for each scenario, so that nobody needs to run both. What another rule
tells at its line is left out here.

*Fix.* As the message says.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("helm-lint", Severity.ERROR, since="0.1.0", sees="elsewhere")
