"""A range can be cut into slices for the nodes.

*Why.* Where `node_slice_size` and the range do not fit, no node gets a slice, and Whereabouts crashes.

*Fix.* Write a prefix that is longer than that of the range, and of at most 30, such as /26.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("whereabouts-slices", Severity.ERROR, since="0.1.0", sees="elsewhere")
