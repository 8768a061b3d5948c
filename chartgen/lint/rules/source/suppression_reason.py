"""A suppression says why.

*Why.* Whoever reads `chartgen: ignore[…]` a year later cannot know whether the finding was wrong, harmless,
or in the way of a release. A suppression without a reason suppresses nothing.

*Fix.* Write the reason behind the bracket of `# chartgen: ignore[rule, other] reason`, which is about its
line or, alone in a line, about the next one; in templates, `{{- /* chartgen: ignore[rule] reason */}}` does
the same and is not rendered. On an object, for all findings in it, write the reason as the value of the
annotation `chartgen/ignore-<rule>`.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("suppression-reason", Severity.WARNING, since="0.1.0", sees="elsewhere")
