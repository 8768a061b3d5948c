"""A network has a name and a namespace that the API server takes.

*Why.* The API server refuses the object, so that there is no network of that name.

*Fix.* Use small letters, digits and `-`, with a letter or a digit at both ends.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("nad-object-name", Severity.ERROR, since="0.1.0", sees="elsewhere")
