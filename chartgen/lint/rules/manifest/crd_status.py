"""A CRD in a chart has no status and no creation time.

*Why.* Generators leave them behind. The API server ignores what a manifest says there, so tools that compare
the cluster with the manifest see a difference for ever.

*Fix.* Delete `status` and `creationTimestamp` from the file.
"""

from collections.abc import Iterator
from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.objects import Object
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("crd-status", Severity.WARNING, since="0.1.0", sees="object")


def check(each: Object) -> Iterator[Hit]:
    """Look for what only the API server writes."""
    if each.kind != "CustomResourceDefinition":
        return
    if "status" in each.value:
        # Helm only ever creates what is in the folder, and then the API server drops it.
        severity = Severity.INFO if each.template.startswith("crds/") else None
        message = "a CRD of a chart has a status"
        yield each.hit(message, ("status",), hint="delete it", severity=severity, is_key=True)
    if "creationTimestamp" in each.metadata:
        path = ("metadata", "creationTimestamp")
        message = "a CRD of a chart has a creationTimestamp"
        yield each.hit(message, path, hint="delete it", severity=Severity.INFO, is_key=True)
