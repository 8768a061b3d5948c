"""The networks that a pod asks for are among the manifests.

*Why.* A network that is not there keeps the pod from starting. It may be in the cluster already; where others
are among the manifests, one that is missing is often a slip.

*Fix.* Correct the name or the namespace; a pod that names no namespace asks for a network of its own.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("annotation-unknown-network", Severity.INFO, since="0.1.0", sees="elsewhere")
