"""A pod asks for networks of its own namespace, or of one that all pods may use.

*Why.* With `namespaceIsolation` Multus refuses networks of other namespaces, unless they are among its
`globalNamespaces`; the pod does not start.

*Fix.* Give the namespace the network too, or add that of the network to `globalNamespaces`.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("annotation-isolation", Severity.WARNING, since="0.1.0", sees="elsewhere")
