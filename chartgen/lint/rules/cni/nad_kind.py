"""A network has the kind and the API group under which Multus looks for it.

*Why.* Of another kind or group the object is not Multus' network, and no pod can ask for it; nothing of it
was checked either.

*Fix.* Write `kind: NetworkAttachmentDefinition` and `apiVersion: k8s.cni.cncf.io/v1`.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("nad-kind", Severity.WARNING, since="0.1.0", sees="elsewhere")
