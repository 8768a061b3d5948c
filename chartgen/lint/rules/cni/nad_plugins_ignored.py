"""A network has `type` or `plugins`, not both.

*Why.* Where there is a `type`, Multus takes the configuration for that of one plugin, and nobody reads the
list.

*Fix.* Remove the one that is not meant.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("nad-plugins-ignored", Severity.WARNING, since="0.1.0", sees="elsewhere")
