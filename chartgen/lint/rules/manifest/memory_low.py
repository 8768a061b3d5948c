"""Multus' daemon and Whereabouts' control loop may use the memory that they need.

*Why.* The limit of Multus' daemon covers the plugins that it starts, and the control loop lists all pods and
pools of the cluster. At 50Mi both were seen to be killed, which leaves pods without networks and addresses
that nobody frees.

*Fix.* Raise the limit; in clusters with more than a hundred nodes beyond the minimum too.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.images import program_of, read_image
from chartgen.lint.objects import Container, Object
from chartgen.lint.quantities import limits, read_quantity
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("memory-low", Severity.WARNING, since="0.1.0", sees="object")

# https://github.com/k8snetworkplumbingwg/multus-cni/pull/1383
# https://github.com/k8snetworkplumbingwg/whereabouts/pull/261
_LOOPS: Final = ("ip-control-loop", "ip-reconciler")


@dataclass(frozen=True, slots=True)
class Options:
    """The least that is enough."""

    multus_daemon: str = "100Mi"
    """For the daemon of thick Multus."""
    control_loop: str = "200Mi"
    """For the programs of Whereabouts that free addresses."""


def check(each: Object, options: Options) -> Iterator[Hit]:
    """Look for limits below what is known to be needed."""
    pod = each.pod
    for container in pod.containers if pod else ():
        least = _least(container, options)
        limit, text = read_quantity(least), limits(container).get("memory")
        given = read_quantity(text)
        if limit is not None and given is not None and given < limit:
            yield each.hit(
                f"the container {container.name!r} may use {text} of memory; at least {least} are needed",
                (*container.path, "resources", "limits", "memory"),
            )


def _least(container: Container, options: Options) -> str:
    program, words = program_of(container.image), " ".join(container.words())
    image = read_image(container.image)
    if container.is_init or image is None:
        return ""
    if program == "multus" and ("multus-daemon" in words or (not words and "thick" in container.image)):
        return options.multus_daemon
    if program == "whereabouts" and any(name in words for name in _LOOPS):
        return options.control_loop
    return ""
