"""A network holds its configuration itself.

*Why.* Where `spec.config` is empty, Multus looks on each node for a file with the name of the network. A node
without that file starts no pod that asks for it, and nobody can check what the file says.

*Fix.* Put the configuration into `spec.config`.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("nad-config-file", Severity.WARNING, since="0.1.0", sees="elsewhere")
