"""Each scenario renders in reasonable time and memory.

*Why.* A template that never ends, or prints without end, takes Helm down, and whatever runs Helm, such as a
controller in the cluster.

*Fix.* Give the loop or the recursion of the template an end; be careful with `until` and `repeat` of a value.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("render-limit", Severity.ERROR, since="0.1.0", sees="elsewhere")
