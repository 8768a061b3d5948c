"""Amazon EKS with the VPC CNI."""

from chartgen.model.platform import Platform
from chartgen.model.profiles import upstream

PLATFORM = Platform(
    name="eks",
    title="Amazon Elastic Kubernetes Service",
    profile=upstream.PROFILE,
    components=("multus", "whereabouts"),
    defaults={
        "daemonset.cniBinDir": "/opt/cni/bin",
        "daemonset.cniConfDir": "/etc/cni/net.d",
        "multus.kubeconfig": "",
        # Named, not looked for: add-ons that chain themselves behind it leave files of their own there.
        "multus.clusterNetwork": "/etc/cni/net.d/10-aws.conflist",
        "multus.cniVersion": "auto",
    },
    mark="-eks-",
    affinity={
        "nodeAffinity": {
            "requiredDuringSchedulingIgnoredDuringExecution": {
                "nodeSelectorTerms": [
                    {
                        "matchExpressions": [
                            {
                                "key": "eks.amazonaws.com/compute-type",
                                "operator": "NotIn",
                                "values": ["fargate"],
                            }
                        ]
                    }
                ]
            }
        }
    },
    facts=(
        "Folders and the cluster network's file: config/multus of the project amazon-vpc-cni-k8s.",
        "Mark: version strings such as v1.31.4-eks-2d5f260.",
    ),
    notes=(
        (
            "Fargate nodes run no DaemonSet: keep pods with these networks off them. Node pods are kept off "
            "them by an affinity, which one in `daemonset.affinity` replaces: say it there too, or an update "
            "waits for ever."
        ),
        "On Bottlerocket, where SELinux is enforced, set `daemonset.privileged: true`.",
    ),
)
