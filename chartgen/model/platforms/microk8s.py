"""MicroK8s, a snap: its folders lie below /var/snap."""

from chartgen.model.platform import Platform
from chartgen.model.profiles import upstream

PLATFORM = Platform(
    name="microk8s",
    title="MicroK8s",
    profile=upstream.PROFILE,
    components=("multus", "whereabouts"),
    defaults={
        "daemonset.cniBinDir": "/var/snap/microk8s/current/opt/cni/bin",
        "daemonset.cniConfDir": "/var/snap/microk8s/current/args/cni-network",
        "multus.kubeconfig": "",
        "multus.clusterNetwork": "auto",
        "multus.cniVersion": "auto",
    },
    facts=("Folders: the addon Multus of the project microk8s-addons (community).",),
    notes=(
        (
            "The folders are those of the snap's current revision: restart the node pods after a refresh "
            "of the snap."
        ),
    ),
)
