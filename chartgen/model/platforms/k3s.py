"""K3s, which keeps its CNI folders below its own data folder."""

from chartgen.model.platform import Platform
from chartgen.model.profiles import upstream

PLATFORM = Platform(
    name="k3s",
    title="K3s",
    profile=upstream.PROFILE,
    components=("multus", "whereabouts"),
    defaults={
        "daemonset.cniBinDir": "/var/lib/rancher/k3s/data/cni",
        "daemonset.cniConfDir": "/var/lib/rancher/k3s/agent/etc/cni/net.d",
        "multus.kubeconfig": "",
        "multus.clusterNetwork": "auto",
        "multus.cniVersion": "auto",
    },
    mark="+k3s",
    facts=(
        (
            "Folders: the section on Multus of K3s' documentation; the folder of plugins is that of releases "
            "from October 2024 on (v1.28.15, v1.29.10, v1.30.6, v1.31.2)."
        ),
        "Mark: version strings such as v1.31.5+k3s1.",
    ),
    notes=(
        (
            "On older releases set `daemonset.cniBinDir` to /var/lib/rancher/k3s/data/current/bin, which "
            "each upgrade of K3s replaces: the node pods must then be restarted."
        ),
        (
            "With a network plugin of your own (`--flannel-backend=none`) the folders are those that it "
            "installs into, often `/opt/cni/bin` and `/etc/cni/net.d`: set `daemonset.cniBinDir` and "
            "`daemonset.cniConfDir`."
        ),
        "Where SELinux is enforced, set `daemonset.privileged: true`.",
    ),
)
