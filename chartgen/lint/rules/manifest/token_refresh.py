"""Whereabouts' kubeconfig on a node is written again when its token changes.

*Why.* `install-cni.sh` puts a copy of the pod's token on the node, once. That token dies with the pod and
runs out after a while, an hour in some clusters; from then on no pod gets an address, and none gives one
back.

*Fix.* From 0.9.0 on start `/token-watcher.sh &` beside the control loop. An older one needs a container
that runs `install-cni.sh` again and again.
"""

from collections.abc import Iterator
from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.node_folders import gives_whereabouts_token, may_change_configuration
from chartgen.lint.objects import Container, Object
from chartgen.lint.programs import image_of
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("token-refresh", Severity.WARNING, since="0.1.0", sees="object")


def check(each: Object) -> Iterator[Hit]:
    """Look for `install-cni.sh` that writes to the node and runs once."""
    pod = each.pod
    if pod is None:
        return
    # Such as token-watcher.sh.
    if any(may_change_configuration(pod, container) for container in pod.containers if not container.is_init):
        return
    for container in pod.containers:
        call = gives_whereabouts_token(pod, container)
        if call:
            message = f"{container.name} writes the token of {each.label} to the node once: nothing renews it"
            yield each.hit(message, call.program.path, hint=_hint(container))


def _hint(container: Container) -> str:
    image = image_of(container.image)
    if image is not None and image.version < (0, 9, 0):
        return f"{image} has no token-watcher.sh: take 0.9.0 or newer"
    return "run /token-watcher.sh in the background of the main container"
