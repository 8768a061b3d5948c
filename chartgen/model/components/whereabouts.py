"""Whereabouts: the address management that works across nodes."""

from chartgen.model import patterns
from chartgen.model.component import Component
from chartgen.model.components.image import image_values, resources_value
from chartgen.model.value import (
    AUTO_OR_BOOLEAN,
    STRING,
    Value,
    flag,
    kubernetes_list,
    kubernetes_object,
    list_of,
    one_of_words,
    text,
)

COMPONENT = Component(
    name="whereabouts",
    summary="Whereabouts, which gives the further interfaces their addresses",
    values=(
        Value(
            "whereabouts.enabled",
            "auto",
            "Whether Whereabouts is installed: true, false, or auto (the platform decides).",
            AUTO_OR_BOOLEAN,
        ),
        *image_values("whereabouts", "Whereabouts"),
        text(
            "whereabouts.logLevel",
            "error",
            "How much plugin and garbage collector log.",
            one_of_words("debug", "verbose", "error", "panic"),
        ),
        text(
            "whereabouts.poolNamespace",
            "",
            "Namespace in which the address pools live; it must exist. Empty means the release's. A change "
            "starts with empty pools: addresses in use are given out again.",
            patterns.or_empty(patterns.DNS_LABEL),
        ),
        resources_value(
            "whereabouts.install.resources", "100m", "50Mi", "Of the step that unpacks the plugin."
        ),
        text(
            "whereabouts.gc.schedule",
            "*/15 * * * *",
            "When addresses of pods that are gone are freed: a cron line in UTC. Each run looks at all pods "
            "and pools, up to Whereabouts 0.9.3 on every node; with a short interval it can also free the "
            "address of a pod that starts slowly.",
            patterns.CRON_SCHEDULE,
            "30 4 * * *",
        ),
        flag(
            "whereabouts.gc.podWatch",
            default=False,
            doc="Whether Google's build also frees addresses at once when a pod goes, as the upstream images "
            "always do. Needs rights to watch pods.",
        ),
        Value(
            "whereabouts.gc.extraArgs",
            [],
            "Further arguments of the garbage collector on each node. Whereabouts from 0.9.4 on ends where "
            "it does not know one.",
            list_of(STRING),
        ),
        resources_value(
            "whereabouts.gc.resources",
            "100m",
            "200Mi",
            "Of the garbage collector on each node. It lists all pods and pools: 50Mi, the amount in GKE's "
            "manifest, was reported too little at a few hundred pods, 200Mi at more than 100 nodes.",
        ),
        resources_value(
            "whereabouts.reconciler.resources",
            "100m",
            "200Mi",
            "Of the Deployment that frees addresses for the whole cluster (upstream images from 0.9.4 on).",
        ),
        Value(
            "whereabouts.reconciler.extraArgs",
            [],
            "Further arguments of that Deployment's program.",
            list_of(STRING),
        ),
        text(
            "whereabouts.reconciler.priorityClassName",
            "system-cluster-critical",
            "Priority of that Deployment's pod.",
            patterns.or_empty(patterns.DNS_SUBDOMAIN),
        ),
        Value(
            "whereabouts.reconciler.nodeSelector",
            {"kubernetes.io/os": "linux"},
            "Labels of the nodes for that Deployment.",
            patterns.LABELS,
        ),
        kubernetes_object("whereabouts.reconciler.affinity", {}, "Affinity of that Deployment's pod."),
        kubernetes_list(
            "whereabouts.reconciler.tolerations",
            [{"key": "node-role.kubernetes.io/control-plane", "operator": "Exists"}],
            "Tolerations of that Deployment's pod.",
        ),
    ),
)
