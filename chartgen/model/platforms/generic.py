"""Kubernetes with the folders of the CNI specification: kubeadm, kind, kubespray and many more."""

from chartgen.model.platform import Platform
from chartgen.model.profiles import upstream

PLATFORM = Platform(
    name="generic",
    title="Kubernetes with the usual CNI folders",
    profile=upstream.PROFILE,
    components=("multus", "whereabouts"),
    capabilities=("DAC_OVERRIDE",),
    defaults={
        "daemonset.cniBinDir": "/opt/cni/bin",
        "daemonset.cniConfDir": "/etc/cni/net.d",
        "multus.kubeconfig": "",
        "multus.clusterNetwork": "auto",
        "multus.cniVersion": "auto",
    },
    facts=(
        "Folders: the defaults of containerd's CRI plugin and of CRI-O.",
        "Cluster network: the first configuration of the folder, as Multus' own entry point chooses it.",
    ),
    notes=(
        (
            "On a fresh node the first configuration may be one that the container runtime brings; the "
            "agent follows within 10 seconds when that of the cluster's own network comes before it."
        ),
        "The ipvlan plugin must be on the nodes: the images bring Multus and Whereabouts only.",
        (
            "The folder of plugins may belong to another user than root, as with kubespray: the two "
            "containers that write to the node keep the capability DAC_OVERRIDE."
        ),
        "Where SELinux is enforced, set `daemonset.privileged: true`.",
    ),
)
