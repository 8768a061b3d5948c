"""A network has no address of the cluster's own networks.

*Why.* Addresses of pods, Services or nodes that a second network hands out too are found on the wrong
interface, or by nobody.

*Fix.* Give the network addresses of its own. Which ones are taken is said with `--pod-cidr` and its like.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("whereabouts-reserved", Severity.WARNING, since="0.1.0", sees="elsewhere")
