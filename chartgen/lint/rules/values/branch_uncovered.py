"""Each branch of the templates is entered by a scenario of the chart.

*Why.* What no scenario renders, no test has ever seen: it may not even be YAML, and the first to find out is
whoever sets that value.

*Fix.* Add a values file `ci/NAME-values.yaml` that enters the branch, or `ci/negative/NAME.yaml` for one that
refuses values; or remove the branch if nothing can enter it.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("branch-uncovered", Severity.INFO, since="0.1.0", sees="elsewhere")
