"""The addresses that a pod asks for can be read by Multus and by Whereabouts.

*Why.* Multus refuses what is no address; Whereabouts wants a prefix too, and old versions of CNI take one
address of each family. The pod does not start.

*Fix.* Write each address with its prefix, such as 10.10.0.5/24.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("annotation-ips", Severity.ERROR, since="0.1.0", sees="elsewhere")
