"""A network says which version of CNI it is written for.

*Why.* Without one it is 0.1.0, which takes one address of each family. In a list of plugins it is worse:
where Multus' own configuration has a version, addresses are never freed.

*Fix.* Set `cniVersion`, such as 0.3.1 or 1.0.0.
"""

from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.rule import Rule

RULE: Final = Rule("nad-version-missing", Severity.WARNING, since="0.1.0", sees="elsewhere")
