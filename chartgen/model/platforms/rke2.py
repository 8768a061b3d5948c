"""RKE2, which uses the usual CNI folders; it often runs where SELinux is enforced."""

from chartgen.model.platform import Platform
from chartgen.model.profiles import upstream

PLATFORM = Platform(
    name="rke2",
    title="RKE2",
    profile=upstream.PROFILE,
    components=("multus", "whereabouts"),
    defaults={
        "daemonset.cniBinDir": "/opt/cni/bin",
        "daemonset.cniConfDir": "/etc/cni/net.d",
        "multus.kubeconfig": "",
        "multus.clusterNetwork": "auto",
        "multus.cniVersion": "auto",
    },
    mark="+rke2",
    privileged=True,
    facts=(
        "Folders: the chart rke2-multus of the project rke2-charts.",
        (
            "Privileged: RKE2 supports SELinux on the distributions that enforce it, and its own chart of "
            "Multus runs privileged."
        ),
        "Mark: version strings such as v1.31.5+rke2r1.",
    ),
    notes=("Do not also install RKE2's own Multus (`cni: multus,…` in its configuration).",),
)
