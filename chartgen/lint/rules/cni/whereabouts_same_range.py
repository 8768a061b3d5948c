"""A pod gets no address twice.

*Why.* Some versions of Whereabouts give the first pod the same address of two ranges that share addresses,
and its interface takes it once: the pod does not start.

*Fix.* Give each range addresses of its own.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("whereabouts-same-range", Severity.ERROR, since="0.1.0", sees="elsewhere")
