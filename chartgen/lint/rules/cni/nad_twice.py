"""A network stands once among the manifests.

*Why.* Of two objects with one namespace and name the later one replaces the other, in silence.

*Fix.* Remove one of the two, or give it a name or a namespace of its own.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("nad-twice", Severity.WARNING, since="0.1.0", sees="elsewhere")
