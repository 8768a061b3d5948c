"""The values of each scenario are such as the chart's schema allows.

*Why.* Helm compares values with `values.schema.json` before it renders, and refuses all of a release for one
that does not fit.

*Fix.* Correct the value, or the schema if it forbids what the chart can do.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("values-schema", Severity.ERROR, since="0.1.0", sees="elsewhere")
