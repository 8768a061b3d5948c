"""The schemas of a CRD are structural, and one of its versions is that which is stored.

*Why.* The API server refuses the CRD otherwise, and then every resource of its kind.

*Fix.* Write the schema by `controller-gen`, or correct what the message names.
"""

from collections.abc import Iterator
from typing import Final

from chartgen.core.finding import Severity
from chartgen.core.yaml import format_path
from chartgen.lint.objects import Kubernetes, Object, at, mappings_at
from chartgen.lint.rule import Hit, Rule
from chartgen.lint.structural import refused

RULE: Final = Rule("crd-schema", Severity.ERROR, since="0.1.0", sees="version")

_SCHEMA: Final = ("schema", "openAPIV3Schema")
_VERSIONS: Final = ("spec", "versions")


def check(each: Object, kubernetes: Kubernetes) -> Iterator[Hit]:
    """Look at the versions of a CRD, and at the schema of each."""
    if each.api_version != "apiextensions.k8s.io/v1":
        return
    # What the schema of CRDs refuses is said once, by another rule.
    if kubernetes.problems(each):
        return
    versions = list(mappings_at(each.value, _VERSIONS))
    stored = [path for path, version in versions if version.get("storage") is True]
    if len(stored) != 1:
        message = f"{len(stored)} versions are stored, and exactly one must be"
        yield each.hit(message, _VERSIONS, hint="set storage: true in one of them", is_key=True)
    for path, version in versions:
        for problem in refused(at(version, _SCHEMA), (*path, *_SCHEMA)):
            field = format_path(problem.path[len(path) + len(_SCHEMA) :])
            yield each.hit(
                f"{field}: {problem.message}" if field else problem.message, problem.path, is_key=True
            )
