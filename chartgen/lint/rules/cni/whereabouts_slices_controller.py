"""Where a network has slices, Whereabouts' node slice controller runs.

*Why.* Only that program cuts a range into slices; without it no node has one, and no pod gets an address. Of
several ranges the first alone counts.

*Fix.* Run the controller, or remove `node_slice_size`.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("whereabouts-slices-controller", Severity.INFO, since="0.1.0", sees="elsewhere")
