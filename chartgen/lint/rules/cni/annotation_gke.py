"""A pod asks Multus or GKE for its networks, not both.

*Why.* On GKE a pod has the networks of `networking.gke.io/interfaces` or those of Multus; of one with both
annotations, one has no effect.

*Fix.* Remove one of the annotations.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("annotation-gke", Severity.WARNING, since="0.1.0", sees="elsewhere")
