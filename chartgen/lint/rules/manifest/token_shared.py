"""Only the containers that call the API server have a token for it.

*Why.* Without further ado the token of the pod's account is mounted into all containers: who breaks into the
one that copies a file has the rights of the one that frees addresses.

*Fix.* Set `automountServiceAccountToken: false` and mount a projected token into the containers that need it.
"""

from collections.abc import Iterator
from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.images import program_of
from chartgen.lint.objects import Object
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("token-shared", Severity.INFO, since="0.1.0", sees="object")


def check(each: Object) -> Iterator[Hit]:
    """Look for pods in which Multus' installers get the token of Whereabouts."""
    pod = each.pod
    if pod is None or pod.spec.get("automountServiceAccountToken") is False:
        return
    account = pod.spec.get("serviceAccountName")
    others = [each.name for each in pod.containers if each.is_init and program_of(each.image) == "multus"]
    users = [each.name for each in pod.containers if program_of(each.image) == "whereabouts"]
    if isinstance(account, str) and account and others and users:
        yield each.hit(
            f"the token of {account} is in all containers, also in {', '.join(others)}, which copy files; "
            f"only Whereabouts needs it",
            pod.under("spec", "serviceAccountName"),
        )
