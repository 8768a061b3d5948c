"""The node parts: one DaemonSet, its service account and rights."""

from chartgen.model import patterns
from chartgen.model.component import Component
from chartgen.model.components.image import resources_value
from chartgen.model.value import Value, flag, kubernetes_list, kubernetes_object, text

_STRINGS = patterns.ANNOTATIONS

# Mounted writable into the node pods: never the root of the node.
_FOLDER = patterns.matching(
    f"{patterns.ABSOLUTE_PATH['pattern'].removesuffix(')?$')})$", "the path of a folder below /"
)

COMPONENT = Component(
    name="daemonset",
    summary="The node parts: one DaemonSet, its service account and its rights",
    values=(
        text(
            "daemonset.cniBinDir",
            "",
            "Folder of CNI plugins on the node. Empty means the platform's.",
            patterns.or_empty(_FOLDER),
        ),
        text(
            "daemonset.cniConfDir",
            "",
            "Folder of CNI configurations on the node. Whereabouts needs /etc/cni/net.d. Empty means the "
            "platform's.",
            patterns.or_empty(_FOLDER),
        ),
        text(
            "daemonset.priorityClassName",
            "system-node-critical",
            "Priority of the node pods: without them no pod of the node gets a network.",
            patterns.or_empty(patterns.DNS_SUBDOMAIN),
        ),
        kubernetes_list(
            "daemonset.tolerations",
            [{"operator": "Exists"}],
            "Tolerations of the node pods. The default tolerates everything: a node without Multus "
            "starts no pod once its configuration is there.",
        ),
        Value(
            "daemonset.nodeSelector",
            {},
            "Labels of the nodes to run on, such as those with a second network interface.",
            patterns.LABELS,
            ({"cloud.google.com/gke-nodepool": "multus"},),
        ),
        kubernetes_object("daemonset.affinity", {}, "Affinity of the node pods."),
        Value(
            "daemonset.maxUnavailable",
            2,
            "How many nodes may be without their node pod during an update: a number or a percentage.",
            patterns.INT_OR_PERCENT,
            ("10%",),
        ),
        Value("daemonset.podLabels", {}, "Further labels of the node pods.", patterns.LABELS),
        Value("daemonset.podAnnotations", {}, "Further annotations of the node pods.", _STRINGS),
        resources_value(
            "daemonset.idle.resources",
            "10m",
            "20Mi",
            "Of the container that keeps the pod alive where Whereabouts is off.",
        ),
        flag("rbac.create", default=True, doc="Whether cluster roles and their bindings are made."),
        flag("serviceAccount.create", default=True, doc="Whether the service account is made."),
        text(
            "serviceAccount.name",
            "",
            "Name of the service account. Empty means the release's, or default when none is made.",
            patterns.or_empty(patterns.DNS_SUBDOMAIN),
        ),
        Value("serviceAccount.annotations", {}, "Annotations of the service account.", _STRINGS),
    ),
)
