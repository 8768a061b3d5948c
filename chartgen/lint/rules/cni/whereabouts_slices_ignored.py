"""Whereabouts is new enough for slices.

*Why.* Versions before 0.9.0 pass over `node_slice_size`: all nodes take their addresses from one pool.

*Fix.* Install Whereabouts 0.9.0 or newer, or remove the field.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("whereabouts-slices-ignored", Severity.WARNING, since="0.1.0", sees="elsewhere")
