"""A scenario that the chart should refuse is refused, with the text that it expects.

*Why.* The files of `ci/negative` are the only test of a chart's refusals: `helm lint` switches `fail` and
`required` off. One that is let through, or refused for another reason, tests nothing.

*Fix.* Correct the template, or the line `# Refused: TEXT` of the file.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("scenario-refused", Severity.ERROR, since="0.1.0", sees="elsewhere")
