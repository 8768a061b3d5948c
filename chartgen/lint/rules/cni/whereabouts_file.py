"""`configuration_path` names a file.

*Why.* Whereabouts cannot read a folder, and gives no pod an address.

*Fix.* Name the file whereabouts.conf, or leave the path out for the usual one.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("whereabouts-file", Severity.ERROR, since="0.1.0", sees="elsewhere")
