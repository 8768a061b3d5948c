"""Google Kubernetes Engine with Dataplane V2 and multi-networking: Google's builds of the images."""

from chartgen.model.platform import Platform
from chartgen.model.profiles import gke

PLATFORM = Platform(
    name="gke",
    title="Google Kubernetes Engine",
    profile=gke.PROFILE,
    components=("multus", "whereabouts"),
    defaults={
        "daemonset.cniBinDir": "/home/kubernetes/bin",
        "daemonset.cniConfDir": "/etc/cni/net.d",
        "multus.kubeconfig": "/var/lib/kubelet/kubeconfig",
        "multus.clusterNetwork": "gke-pod-network",
        "multus.cniVersion": "0.3.1",
    },
    mark="-gke.",
    facts=(
        "Paths, cluster network, kubeconfig: GKE's manifest for Multus 4.2.1 and Whereabouts 0.7.0.",
        "CNI version: that of the networks in GKE's documentation of Multus.",
        "Mark: version strings such as v1.33.5-gke.1162000 of GKE's release notes.",
    ),
    notes=(
        (
            "Outside kube-system GKE admits pods of the priority `system-node-critical` only where a quota "
            "allows them: set `daemonset.criticalPodsQuota`."
        ),
        "A pod uses either these networks or GKE's own `networking.gke.io/interfaces`, never both.",
    ),
)
