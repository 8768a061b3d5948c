"""The node parts: one DaemonSet, its service account and rights."""

from chartgen.model import patterns
from chartgen.model.component import Component
from chartgen.model.components.image import resources_value
from chartgen.model.value import AUTO_OR_BOOLEAN, Value, flag, kubernetes_list, kubernetes_object, text

_STRINGS = patterns.ANNOTATIONS

# Mounted writable into the node pods: never the root of the node.
_FOLDER = patterns.matching(
    f"{patterns.ABSOLUTE_PATH['pattern'].removesuffix(')?$')})$", "the path of a folder below /"
)

_NOT_NEGATIVE = {**patterns.INT_OR_PERCENT, "minimum": 0}

_NODE = (
    text(
        "daemonset.cniBinDir",
        "",
        "Folder of CNI plugins on the node. Empty means the platform's.",
        patterns.or_empty(_FOLDER),
    ),
    text(
        "daemonset.cniConfDir",
        "",
        "Folder of CNI configurations on the node. Empty means the platform's.",
        patterns.or_empty(_FOLDER),
    ),
    Value(
        "daemonset.privileged",
        "auto",
        "Whether the two containers that write to the node are privileged, which SELinux asks for where it "
        "is enforced: true, false, or auto (the platform decides).",
        AUTO_OR_BOOLEAN,
    ),
    text(
        "daemonset.nodeGroup",
        "",
        "Name of a group of nodes, where several releases with node parts have disjoint nodeSelectors. "
        "Otherwise the second release is refused: two owners of one node break it.",
        patterns.or_empty(patterns.DNS_LABEL),
    ),
)

_SCHEDULING = (
    text(
        "daemonset.priorityClassName",
        "system-node-critical",
        "Priority of the node pods: without them no pod of the node gets a network.",
        patterns.or_empty(patterns.DNS_SUBDOMAIN),
    ),
    Value(
        "daemonset.criticalPodsQuota",
        0,
        "Number of pods of the priorities system-node-critical and system-cluster-critical that a "
        "ResourceQuota of the release allows in its namespace, 0 for no quota. GKE refuses such pods outside "
        "kube-system unless there is one; count twice the nodes, for updates.",
        {"type": "integer", "minimum": 0},
        (1000,),
    ),
    kubernetes_list(
        "daemonset.tolerations",
        [{"operator": "Exists"}],
        "Tolerations of the node pods. The default tolerates everything: a node without Multus starts no pod "
        "once its configuration is there.",
    ),
    Value(
        "daemonset.nodeSelector",
        {"kubernetes.io/os": "linux"},
        "Labels of the nodes to run on; add those that nodes with a second network interface have.",
        patterns.LABELS,
        ({"cloud.google.com/gke-nodepool": "multus"},),
    ),
    kubernetes_object(
        "daemonset.affinity",
        {},
        "Affinity of the node pods. Empty means the platform's: on eks, not on Fargate.",
    ),
    Value(
        "daemonset.maxSurge",
        "10%",
        "How many nodes at once get the new node pod beside the old one during an update, so that no node is "
        "without a valid token: a number or a percentage. It counts where maxUnavailable is 0.",
        _NOT_NEGATIVE,
    ),
    Value(
        "daemonset.maxUnavailable",
        0,
        "How many nodes at once may be without their node pod during an update instead: a number or a "
        "percentage.",
        _NOT_NEGATIVE,
        ("10%",),
    ),
    flag(
        "daemonset.startupTaint.enabled",
        default=False,
        doc="Whether node pods take the taint below from their node once Multus is active there. The node "
        "pool sets it on new nodes, so that no pod starts there without its networks. Gives the service "
        "account the rights to get and patch nodes.",
    ),
    text(
        "daemonset.startupTaint.key",
        "multus-ipvlan/not-ready",
        "Key of that taint; its effect is NoSchedule.",
        patterns.LABEL_KEY,
    ),
    resources_value(
        "daemonset.startupTaint.resources", "100m", "64Mi", "Of the two steps that call kubectl."
    ),
)

_PODS = (
    Value("daemonset.podLabels", {}, "Further labels of the node pods.", patterns.LABELS),
    Value("daemonset.podAnnotations", {}, "Further annotations of the node pods.", _STRINGS),
    kubernetes_list(
        "daemonset.extraEnv",
        [],
        "Further environment variables of all containers but those of helm test.",
        [{"name": "HTTPS_PROXY", "value": "http://proxy.example.com:3128"}],
    ),
    kubernetes_list("daemonset.extraVolumes", [], "Further volumes of the node pods."),
    kubernetes_list(
        "daemonset.extraVolumeMounts",
        [],
        "Where all containers of the node pods mount volumes of extraVolumes.",
        [{"name": "ca", "mountPath": "/etc/ssl/certs", "readOnly": True}],
    ),
    kubernetes_list("daemonset.extraInitContainers", [], "Init containers that run before the chart's own."),
    kubernetes_list("daemonset.extraContainers", [], "Further containers of the node pods."),
    resources_value(
        "daemonset.activate.resources",
        "100m",
        "50Mi",
        "Of the step that puts everything onto the node, the configuration last.",
    ),
    resources_value(
        "daemonset.agent.resources",
        "50m",
        "32Mi",
        "Of the agent, a shell that renews tokens and answers probes.",
    ),
)

_ACCOUNT = (
    flag("rbac.create", default=True, doc="Whether roles and their bindings are made."),
    flag(
        "rbac.securityContextConstraints",
        default=False,
        doc="Whether node pods may use OpenShift's SecurityContextConstraints privileged, without which it "
        "does not admit them.",
    ),
    flag("serviceAccount.create", default=True, doc="Whether service accounts are made."),
    text(
        "serviceAccount.name",
        "",
        "Name of the service account of the node pods. Empty means the release's, or default when none is "
        "made.",
        patterns.or_empty(patterns.DNS_SUBDOMAIN),
    ),
    Value("serviceAccount.annotations", {}, "Annotations of the service accounts.", _STRINGS),
)

COMPONENT = Component(
    name="daemonset",
    summary="The node parts: one DaemonSet, its service account and its rights",
    values=(*_NODE, *_SCHEDULING, *_PODS, *_ACCOUNT),
)
