"""The type of a plugin is the name of a program, not a path.

*Why.* libcni looks for the program in its own folders and refuses a name with a `/` in it.

*Fix.* Write the name alone, such as `ipvlan`.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("nad-plugin-name", Severity.ERROR, since="0.1.0", sees="elsewhere")
