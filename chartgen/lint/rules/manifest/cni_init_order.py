"""Multus' configuration gets to a node after the programs that it needs.

*Why.* From the moment the file is there, every new pod of the node is given to Multus. Until the program is
there as well, none starts; and when an init container behind it fails, none ever does.

*Fix.* Order the init containers: programs first, configuration last.
"""

from collections.abc import Iterator
from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.calls import calls
from chartgen.lint.node_folders import gives_multus_configuration, writes
from chartgen.lint.objects import Container, Object, Pod
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("cni-init-order", Severity.ERROR, since="0.1.0", sees="object")

_MULTUS: Final = frozenset({"gkecmd", "install_multus"})
_INSTALLERS: Final = frozenset({"cp", "install", "install-cni.sh", "mv", "rsync"})


def check(each: Object) -> Iterator[Hit]:
    """Look for init containers that bring programs behind the one that brings the configuration."""
    pod = each.pod
    if pod is None:
        return
    configuring: Container | None = None
    late: list[Container] = []
    for container in pod.containers:
        if not container.is_init:
            continue
        if configuring is not None and _brings_programs(pod, container):
            late.append(container)
        elif configuring is None and gives_multus_configuration(pod, container):
            configuring = container
    if configuring is None or not late:
        return
    is_multus = any(call.name in _MULTUS for container in late for call in calls(container))
    names = ", ".join(container.name for container in late)
    message = f"{configuring.name} gives nodes Multus' configuration before they have the programs of {names}"
    hint = f"move {configuring.name} behind {late[-1].name}"
    severity = Severity.ERROR if is_multus else Severity.WARNING
    yield each.hit(message, (*configuring.path, "name"), hint=hint, severity=severity)


def _brings_programs(pod: Pod, container: Container) -> bool:
    return writes(pod, container, "programs") and any(
        call.name in _MULTUS | _INSTALLERS for call in calls(container)
    )
