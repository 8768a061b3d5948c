"""Whereabouts does not sleep before it looks for an address.

*Why.* `sleep_for_race` is there for the tests of Whereabouts. Each pod waits so many seconds for each range;
from ten seconds on none gets an address.

*Fix.* Remove `sleep_for_race`.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("whereabouts-sleep", Severity.ERROR, since="0.1.0", sees="elsewhere")
