"""Objects have names that the API server takes, and belong to namespaces that there can be.

*Why.* The API server refuses any other name, and Helm stops there.

*Fix.* Build names with the usual helpers: lower case, `trunc 63`, `trimSuffix "-"`.
"""

from collections.abc import Iterator
from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint import names
from chartgen.lint.apis import GROUPS
from chartgen.lint.objects import Object
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("object-name", Severity.ERROR, since="0.1.0", sees="object")

_NETWORKS: Final = ".cni.cncf.io"
_NAME: Final = ("metadata", "name")


def check(each: Object) -> Iterator[Hit]:
    """Look at name and namespace, where it is known what they must be."""
    # Other groups may be of a server of its own, with rules of its own, or of no server at all.
    if not each.kind or not (each.group in GROUPS or each.group.endswith(_NETWORKS)):
        return
    yield from _name(each)
    namespace = each.metadata.get("namespace")
    if isinstance(namespace, str) and namespace:
        problem = names.namespace_problem(namespace)
        if problem:
            yield each.hit(problem, ("metadata", "namespace"))


def _name(each: Object) -> Iterator[Hit]:
    name = each.metadata.get("name")
    if not name:
        # Questions to the API server, such as a SubjectAccessReview, have no name.
        if not each.metadata.get("generateName") and not each.kind.endswith("Review"):
            yield each.hit(f"{each.kind} has no name", _NAME)
        return
    if not isinstance(name, str):
        return
    problem = names.name_problem(each, name)
    if problem:
        yield each.hit(problem, _NAME)
    too_long = names.length_problem(each, name)
    if too_long:
        # Of a StatefulSet the API server refuses the pods: that is no better than the object.
        yield each.hit(too_long[0], _NAME)
