"""What a release puts into the CNI folders of nodes goes when the release goes.

*Why.* The kubelet keeps using a configuration of Multus that stays behind. Its program, its kubeconfig and
its rights are gone by then, so that no pod starts on these nodes any more.

*Fix.* Remove the file as the pod stops (`--cleanup-config-on-exit=true`, or a `preStop`), or have a way to
remove it from all nodes, such as a DaemonSet that is on for an uninstallation, and write that down.
"""

from collections.abc import Iterator
from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.calls import calls
from chartgen.lint.node_folders import gives_multus_configuration, gives_whereabouts_token, writes
from chartgen.lint.objects import Container, Pod, Release, mapping_at
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("node-cleanup", Severity.WARNING, since="0.1.0", sees="release")


def check(release: Release) -> Iterator[Hit]:
    """Look for DaemonSets that leave files in the folder of configurations."""
    if any(
        "-delete" in str(each.annotations.get("helm.sh/hook")) and _writes_configuration(pod)
        for each, pod in release.pods
    ):
        return
    for each, pod in release.pods:
        if each.kind != "DaemonSet" or any(_removes(pod, container) for container in pod.containers):
            continue
        multus = [item for item in pod.containers if gives_multus_configuration(pod, item)]
        whereabouts = [item for item in pod.containers if gives_whereabouts_token(pod, item)]
        for container in (multus or whereabouts)[:1]:
            what = "Multus' configuration" if multus else "Whereabouts' kubeconfig"
            message = f"{what} stays on the nodes when {each.label} is deleted"
            severity = Severity.WARNING if multus else Severity.INFO
            yield each.hit(message, (*container.path, "name"), severity=severity)


def _writes_configuration(pod: Pod) -> bool:
    return any(writes(pod, container, "configuration") for container in pod.containers)


def _removes(pod: Pod, container: Container) -> bool:
    if mapping_at(container.value, ("lifecycle", "preStop")) and writes(pod, container, "configuration"):
        return True
    flags = (call.flag("cleanup-config-on-exit") for call in calls(container))
    return any(flag is not None and flag.text == "true" for flag in flags)
