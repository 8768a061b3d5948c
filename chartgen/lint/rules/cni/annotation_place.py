"""A controller asks for networks in the annotations of its pods.

*Why.* Multus reads the annotations of pods alone. On the Deployment itself they do nothing: its pods start
without the network.

*Fix.* Move the annotation to `spec.template.metadata.annotations`.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("annotation-place", Severity.WARNING, since="0.1.0", sees="elsewhere")
