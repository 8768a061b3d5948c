"""The CEL rules of CRDs are not evaluated here.

*Why.* What `x-kubernetes-validations` say of a resource only the API server decides: a resource that is fine
here can be refused there.

*Fix.* Nothing is wrong. Try such resources on a cluster, with `kubectl apply --dry-run=server`.
"""

from collections.abc import Iterator
from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.objects import Object
from chartgen.lint.parts import parts
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("crd-cel", Severity.INFO, since="0.1.0", sees="object")

_KEY: Final = "x-kubernetes-validations"


def check(each: Object) -> Iterator[Hit]:
    """Look for the first rule of a CRD."""
    if each.kind != "CustomResourceDefinition":
        return
    found = [path for path, value in parts(each.value) if path[-1:] == (_KEY,) and isinstance(value, list)]
    if found:
        rules = "its CEL rules are" if len(found) == 1 else f"its CEL rules, in {len(found)} places, are"
        yield each.hit(f"{each.name}: {rules} not evaluated", found[0], is_key=True)
