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
            "error",
            "How much Multus logs; verbose writes several lines for each pod that starts or ends.",
            one_of_words("debug", "verbose", "error", "panic"),
        ),
        text(
            "multus.logFile",
            "",
            "Log file on the node; it is rotated by Multus' built-in limits (100 MB, 5 files). Empty means "
            "standard error, which the container runtime logs.",
            patterns.or_empty(patterns.ABSOLUTE_PATH),
            "/var/log/multus.log",
        ),
        text(
            "multus.kubeconfig",
            "",
            "Kubeconfig of the kubelet on the node, for Multus to act as the kubelet: that identity never "
            "expires and may only touch pods of its own node. Empty means the platform's; where it has "
            "none, Multus gets a token of the service account, which the agent renews.",
            patterns.or_empty(patterns.ABSOLUTE_PATH),
            "/etc/kubernetes/kubelet.conf",
        ),
        text(
            "multus.clusterNetwork",
            "",
            "The cluster's own network, which gives pods their eth0: its name, the path of its "
            "configuration on the node, or auto for the first configuration of the folder. A file of "
            "daemonset.cniConfDir becomes part of Multus' configuration, and the agent follows its changes. "
            "By name, Multus asks the API for a network of that name first, which leaves a NoNetworkFound "
            "event on each pod. Multus reads a file elsewhere itself, and up to 4.3.0 forgets parts of a "
            ".conflist when the pod goes. Empty means the platform's.",
            patterns.matching("^[^ \t/]*$|^(/[^ \t/]+)+$", "a name or the path of a file, without blanks"),
            "/etc/cni/net.d/10-containerd-net.conflist",
        ),
        text(
            "multus.cniVersion",
            "",
            "CNI version of Multus' own configuration; auto is that of the cluster's own network, and the "
            "node gets no lower one than that. Empty means the platform's.",
            patterns.or_empty(one_of_words("auto", *patterns.CNI_VERSION["enum"])),
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
            "multus.installConfig.resources",
            "100m",
            "50Mi",
            "Of the step that makes the configuration (gke).",
        ),
        resources_value(
            "multus.installBinary.resources", "10m", "100Mi", "Of the step that unpacks the plugin."
        ),
    ),
)
