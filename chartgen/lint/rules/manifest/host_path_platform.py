"""A manifest for several platforms has no path of the node that is one platform's own.

*Why.* Programs of CNI and their configuration lie elsewhere on GKE, K3s, MicroK8s and OpenShift. On another
platform such a folder is made and never read, and a file that must be there keeps the pods from starting.

*Fix.* Say for which platform the manifest is, or make the path a parameter, as charts do with values; in a
chart, `host-path-fixed` finds those that are none.
"""

from collections.abc import Iterator
from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.multus_config import configs
from chartgen.lint.objects import Object, at
from chartgen.lint.platform_paths import platform_of
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("host-path-platform", Severity.INFO, since="0.1.0", sees="object")


def check(each: Object) -> Iterator[Hit]:
    """Look for such paths in plain manifests: volumes, and configurations of Multus."""
    if each.template:
        return
    for path, volume in each.pod.volumes if each.pod else ():
        folder = at(volume, ("hostPath", "path"))
        if isinstance(folder, str) and (message := _message(folder)):
            yield each.hit(message, (*path, "hostPath", "path"))
    for config in configs(each):
        for field in config.value:
            if message := _message(config.text_of(field)):
                yield config.hit(message, field)


def _message(folder: str) -> str:
    owner = platform_of(folder)
    return f"{folder} is a path of {owner}: few other platforms have it" if owner else ""
