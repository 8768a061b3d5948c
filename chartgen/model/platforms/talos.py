"""Talos Linux, whose root is read-only but for the usual CNI folders."""

from chartgen.model.platform import Platform
from chartgen.model.profiles import upstream

PLATFORM = Platform(
    name="talos",
    title="Talos Linux",
    profile=upstream.PROFILE,
    components=("multus", "whereabouts"),
    defaults={
        "daemonset.cniBinDir": "/opt/cni/bin",
        "daemonset.cniConfDir": "/etc/cni/net.d",
        "multus.kubeconfig": "",
        "multus.clusterNetwork": "auto",
        "multus.cniVersion": "auto",
    },
    facts=("Folders: the guide to Multus in the documentation of Talos.",),
    notes=(
        "The ipvlan plugin must be on the nodes; Talos brings few, and its guide shows how to add more.",
        (
            "Talos enforces the Pod Security level baseline outside kube-system: install there, or label the "
            "namespace `pod-security.kubernetes.io/enforce: privileged`."
        ),
    ),
)
