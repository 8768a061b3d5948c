"""The scenarios of a chart enter as many of its branches as the configuration demands.

*Why.* The section `lint: {coverage: {minimum: 90}}` of `chartgen.yaml` promises that at least so many percent
of the branches are rendered by some scenario. Without it, nothing is demanded.

*Fix.* `chartgen lint --coverage FILE` writes the templates with marks at the other branches: add a values
file `ci/NAME-values.yaml` that enters them.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("branch-coverage", Severity.ERROR, since="0.1.0", sees="elsewhere")
