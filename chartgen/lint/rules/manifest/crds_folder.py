"""The folder `crds/` holds CustomResourceDefinitions and nothing else.

*Why.* Helm installs what stands there once, before all else, and as it is written. It is no template,
is never upgraded, and is left behind when the release is gone. `helm lint` refuses the chart.

*Fix.* Move the object to `templates/`.
"""

from collections.abc import Iterator
from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.objects import Object
from chartgen.lint.rule import Hit, Rule
from chartgen.lint.versions import CRD

RULE: Final = Rule("crds-folder", Severity.ERROR, since="0.1.0", sees="object")


def check(each: Object) -> Iterator[Hit]:
    """Look for objects of the folder that are something else."""
    if each.template.startswith("crds/") and (each.kind, each.group) != (CRD, "apiextensions.k8s.io"):
        message = f"{each.kind or 'this'} is no CustomResourceDefinition of apiextensions.k8s.io"
        yield each.hit(message, ("kind",), hint="move it to templates/")
