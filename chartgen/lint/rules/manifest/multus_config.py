"""A configuration of Multus is JSON, names its version, and finds the cluster's network by its file.

*Why.* Every pod of a node waits for this file: one that Multus cannot read, or that sends it back to
itself, stops them all. Without `cniVersion` plugins answer as in CNI 0.1.0. A network that is given by its
name costs a failed request to the API server and a warning event for each pod.

*Fix.* Write `cniVersion`, here and in each NetworkAttachmentDefinition, and the path of the file as
`clusterNetwork`, such as `/etc/cni/net.d/10-calico.conflist`.
"""

from collections.abc import Iterator
from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.calls import calls
from chartgen.lint.multus_config import MultusConfig, configs
from chartgen.lint.node_folders import may_change_configuration
from chartgen.lint.objects import Release
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("multus-config", Severity.ERROR, since="0.1.0", sees="release")

_LEVELS: Final = ("debug", "verbose", "error", "panic")
_NETWORK: Final = "NetworkAttachmentDefinition"


def check(release: Release) -> Iterator[Hit]:
    """Look at what the ConfigMaps of the release have of Multus."""
    if _is_made_on_nodes(release):
        return
    is_final = not any(
        may_change_configuration(pod, item) for _, pod in release.pods for item in pod.containers
    )
    for each in release.of_kind("ConfigMap"):
        for config in configs(each):
            if config.problem:
                yield config.hit(f"Multus' configuration is no JSON: {config.problem}")
                continue
            if is_final:
                yield from _network(config, release)
            if not config.text_of("cniVersion"):
                message = "Multus' configuration has no cniVersion"
                yield config.hit(message, hint='add "cniVersion": "0.3.1"', severity=Severity.WARNING)
            level = config.text_of("logLevel")
            if level and level not in _LEVELS:
                message = f"logLevel {level!r} is none that Multus knows: it stays as it was"
                hint = f"take one of {', '.join(_LEVELS)}"
                yield config.hit(message, "logLevel", hint=hint, severity=Severity.WARNING)


def _is_made_on_nodes(release: Release) -> bool:
    """Say whether Multus' program makes the configuration, so that no ConfigMap with one is used."""
    files = [
        call.flag("multus-conf-file")
        for _, pod in release.pods
        for container in pod.containers
        for call in calls(container)
        if call.name == "thin_entrypoint"
    ]
    return bool(files) and all(file is None or file.text == "auto" for file in files)


def _network(config: MultusConfig, release: Release) -> Iterator[Hit]:
    network = config.text_of("clusterNetwork")
    namespace = config.text_of("multusNamespace") or "kube-system"
    if not network:
        if not config.value.get("delegates"):
            yield config.hit("Multus' configuration has neither clusterNetwork nor delegates")
    elif "/" in network or release.find(_NETWORK, namespace, network):
        return
    elif network == config.text_of("name"):
        message = f"clusterNetwork {network!r} is the name of this configuration: Multus would call itself"
        yield config.hit(message, "clusterNetwork", hint="name the cluster's own network")
    else:
        message = f"clusterNetwork {network!r} is looked for at the API server first, in vain, for each pod"
        hint = "give the path of its file on the node, such as /etc/cni/net.d/10-calico.conflist"
        yield config.hit(message, "clusterNetwork", hint=hint, severity=Severity.WARNING)
