"""A pod that asks for another default network names one.

*Why.* Multus refuses more than one, and crashes on an annotation that names none: the pod has no network at
all.

*Fix.* Name one network, or remove the annotation.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("annotation-default-network", Severity.ERROR, since="0.1.0", sees="elsewhere")
