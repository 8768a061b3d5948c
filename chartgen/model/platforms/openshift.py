"""OpenShift, whose network operator runs Multus and Whereabouts itself: releases there are networks only."""

from chartgen.model.platform import Platform
from chartgen.model.profiles import upstream

PLATFORM = Platform(
    name="openshift",
    title="OpenShift",
    profile=upstream.PROFILE,
    components=(),
    defaults={
        "daemonset.cniBinDir": "/var/lib/cni/bin",
        "daemonset.cniConfDir": "/etc/kubernetes/cni/net.d",
        "multus.kubeconfig": "",
        "multus.clusterNetwork": "auto",
        "multus.cniVersion": "auto",
    },
    api="config.openshift.io/v1",
    privileged=True,
    assigns_users=True,
    facts=(
        (
            "Multus and Whereabouts, and their folders: bindata/network/multus of the project "
            "cluster-network-operator."
        ),
        "Recognised by the API group config.openshift.io, which every OpenShift serves.",
    ),
    notes=(
        (
            "Node parts are refused: two owners of a node's configuration break it. The networks of a "
            "release are ordinary ones for OpenShift's Multus."
        ),
        (
            "OpenShift frees the addresses of dead pods only once its network operator knows of a network "
            "with Whereabouts: its documentation calls the entry for that `whereabouts-shim`. Its pools live "
            "in the namespace openshift-multus."
        ),
    ),
)
