"""A range has an address left beside those that are excluded.

*Why.* From a range without one no pod gets an address; of some, Whereabouts looks for one for ever, and keeps
all other pods of the cluster waiting.

*Fix.* Exclude less, or widen the range.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("whereabouts-exhausted", Severity.ERROR, since="0.1.0", sees="elsewhere")
