"""Kubernetes with the folders of the CNI specification: kubeadm, kind, kubespray and many more."""

from chartgen.model.platform import Platform
from chartgen.model.profiles import upstream

PLATFORM = Platform(
    name="generic",
    title="Kubernetes with the usual CNI folders",
    profile=upstream.PROFILE,
    components=("multus", "whereabouts"),
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
        "The ipvlan plugin must be on the nodes: the images bring Multus and Whereabouts only.",
        "Where SELinux is enforced, set `daemonset.privileged: true`.",
    ),
)
