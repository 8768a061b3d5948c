"""A network names at least one plugin, and each plugin its type.

*Why.* Without a plugin there is nothing to start: Multus refuses the network, or crashes on it.

*Fix.* Name the plugin in `type`, or list several in `plugins`, each with a `type`.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("nad-plugins", Severity.ERROR, since="0.1.0", sees="elsewhere")
