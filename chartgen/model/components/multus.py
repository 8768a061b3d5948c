"""Multus: the dispatcher that calls the cluster's CNI plugin first and the attachments after it."""

from chartgen.model import patterns
from chartgen.model.component import Component
from chartgen.model.components.image import image_values, resources_value
from chartgen.model.value import AUTO_OR_BOOLEAN, Value, flag, list_of, one_of_words, text

COMPONENT = Component(
    name="multus",
    summary="Multus, which adds further interfaces to pods",
    values=(
        Value(
            "multus.enabled",
            "auto",
            "Whether Multus is installed: true, false, or auto (the platform decides).",
            AUTO_OR_BOOLEAN,
        ),
        *image_values("multus", "Multus"),
        text(
            "multus.logLevel",
            "verbose",
            "How much Multus logs.",
            one_of_words("debug", "verbose", "error", "panic"),
        ),
        text(
            "multus.logFile",
            "/var/log/multus.log",
            "Log file on the node. Empty means standard error only.",
            patterns.or_empty(patterns.ABSOLUTE_PATH),
        ),
        text(
            "multus.kubeconfig",
            "",
            "Kubeconfig on the node with which Multus reads networks. Empty means the platform's.",
            patterns.or_empty(patterns.ABSOLUTE_PATH),
        ),
        text(
            "multus.clusterNetwork",
            "",
            "The cluster's own network, which gives pods their eth0: its name, or the path of its "
            "configuration on the node. By name, Multus asks the API for a network of that name first, "
            "which leaves a NoNetworkFound event on each pod; a path avoids that, but Multus up to "
            "4.3.0 forgets parts of a .conflist without cniVersion when the pod goes. Empty means the "
            "platform's.",
            patterns.matching("^[^ \t]*$", "a name or a path without blanks"),
            "/etc/cni/net.d/10-containerd-net.conflist",
        ),
        text(
            "multus.cniVersion",
            "0.3.1",
            "CNI version of Multus' own configuration; it must not be above the cluster network's. "
            "Empty leaves it out.",
            patterns.or_empty(patterns.CNI_VERSION),
        ),
        flag(
            "multus.namespaceIsolation",
            default=True,
            doc="Whether a pod may only use networks of its own namespace and of the global namespaces.",
        ),
        Value(
            "multus.globalNamespaces",
            ["default"],
            "Namespaces whose networks every pod may use under isolation. Empty leaves it to Multus, "
            "which takes default.",
            list_of(patterns.DNS_LABEL),
        ),
        resources_value(
            "multus.installConfig.resources", "100m", "50Mi", "Of the step that writes the configuration."
        ),
        resources_value(
            "multus.installBinary.resources", "10m", "100Mi", "Of the step that copies the plugin."
        ),
    ),
)
