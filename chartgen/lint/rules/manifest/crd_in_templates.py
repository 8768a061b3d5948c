"""A CRD among the templates is kept when the release goes.

*Why.* Helm deletes it with the release, also when an install is rolled back, and with a CRD go all of its
resources, those of other releases too.

*Fix.* Give it the annotation `helm.sh/resource-policy: keep`, or move it to the folder `crds/`, which Helm
never deletes.
"""

from collections.abc import Iterator
from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.objects import Object
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("crd-in-templates", Severity.WARNING, since="0.1.0", sees="object")

_POLICY: Final = "helm.sh/resource-policy"


def check(each: Object) -> Iterator[Hit]:
    """Look for CRDs of templates without the annotation."""
    # No CRD that is a hook is deleted, whatever its policy.
    if each.is_hook or each.kind != "CustomResourceDefinition" or not each.template.startswith("templates/"):
        return
    policy = str(each.annotations.get(_POLICY, ""))
    if policy.strip().lower() != "keep":
        message = f"the end of the release deletes the CRD {each.name} and all of its resources"
        yield each.hit(message, ("metadata", "name"), hint=f"add the annotation {_POLICY}: keep")
