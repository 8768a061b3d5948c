"""A suppression suppresses something.

*Why.* One that is left behind hides the next finding of its rule in that place, which nobody has looked at.
Only suppressions of rules that run are looked at.

*Fix.* Remove it; `chartgen lint --fix` does so for comments.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("suppression-unused", Severity.WARNING, since="0.1.0", sees="elsewhere")
