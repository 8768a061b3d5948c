"""The times of Whereabouts' lease fit together.

*Why.* Whereabouts crashes unless the lease lasts longer than it may take to renew it, and that longer than
its retries; the API server refuses a lease of less than a second.

*Fix.* Leave the three times out for 1500, 1000 and 500 milliseconds.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("whereabouts-lease", Severity.ERROR, since="0.1.0", sees="elsewhere")
