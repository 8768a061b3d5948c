"""No field is null: what a template prints for it is a value, or the field is not there.

*Why.* Behind such a key something was meant, and the template printed nothing, often because it reads a value
by a wrong name. Kubernetes then takes the field as not given.

*Fix.* Print the key and its value together, inside `with`.
"""

from collections.abc import Iterator
from typing import Final

from chartgen.core.finding import Severity
from chartgen.core.yaml import format_path
from chartgen.lint.apis import GROUPS
from chartgen.lint.objects import Object
from chartgen.lint.parts import parts
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("null-field", Severity.WARNING, since="0.1.0", sees="object")

# Nulls that tools print, or that charts print so that an upgrade takes away what the cluster has.
_MEANT: Final = frozenset({"creationTimestamp", "status", "nodePort", "rollingUpdate"})
# Where these are missing, the pod runs otherwise than it should. Of others, such as `args` or `volumes`,
# charts print the key though there are no entries.
_LOSES: Final = frozenset({"capabilities", "limits", "requests", "resources", "securityContext", "value"})


def check(each: Object) -> Iterator[Hit]:
    """Look for nulls in objects of Kubernetes' own; those of others may give a null a meaning."""
    if each.group not in GROUPS or each.kind == "CustomResourceDefinition":
        return
    for path, value in parts(each.value):
        if value is not None or not _MEANT.isdisjoint(path):
            continue
        severity = None if path[-1] in _LOSES else Severity.INFO
        message = f"{format_path(path)} is null: the template prints nothing for it"
        yield each.hit(message, path, hint="print the key only where there is a value", severity=severity)
