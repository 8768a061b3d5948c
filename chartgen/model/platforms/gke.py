"""Google Kubernetes Engine with Dataplane V2 and multi-networking: Google's builds of the images."""

from chartgen.model.container import Argument, Container, Mount
from chartgen.model.platform import NODES, SERVICE_ACCOUNT, HostPath, Platform, Role, Rule

_WHEREABOUTS_ENV = {"NODENAME": "spec.nodeName", "WHEREABOUTS_NAMESPACE": "metadata.namespace"}
_POD_WATCH = ".Values.whereabouts.gc.podWatch"

# install-cni.sh writes the mount path minus its first /host into what Whereabouts reads on the node: the
# folder of configurations must be /etc/cni/net.d there too, which the chart sees to.
_CONF = Mount("cni", "/host/etc/cni/net.d")
_BIN = Mount("cnibin", "/host/opt/cni/bin")

INSTALL_MULTUS_CONFIG = Container(
    name="install-multus-config",
    component="multus",
    resources="multus.installConfig.resources",
    args=(
        "--cni-conf-dir=/host/etc/cni/net.d",
        "--multus-conf-file=/tmp/multus-conf/00-multus.conf",
        Argument("--multus-log-level=%v", ".Values.multus.logLevel"),
        Argument("--multus-kubeconfig-file-host=%v", "$platform.multus.kubeconfig"),
        "--skip-multus-binary-copy=true",
        "--skip-config-watch=true",
    ),
    mounts=(_CONF, Mount("multus-cfg", "/tmp/multus-conf")),  # noqa: S108 -- a path inside the container
    privileged=True,
)

INSTALL_WHEREABOUTS = Container(
    name="install-whereabouts",
    component="whereabouts",
    resources="whereabouts.install.resources",
    command=("/bin/sh",),
    args=("-c", "SLEEP=false /install-cni.sh\n"),
    env=_WHEREABOUTS_ENV,
    mounts=(_CONF, _BIN),
    privileged=True,
)

INSTALL_BINARY = Container(
    name="install-binary",
    component="multus",
    resources="multus.installBinary.resources",
    command=("/gkecmd",),
    args=("-operation=copy", "-cni-bin-dir=/host/opt/cni/bin"),
    mounts=(_BIN,),
    privileged=True,
)

WHEREABOUTS_GC = Container(
    name="whereabouts-gc",
    component="whereabouts",
    resources="whereabouts.gc.resources",
    command=("/ip-control-loop",),
    args=(
        Argument("--log-level=%v", ".Values.whereabouts.gc.logLevel"),
        Argument("--enable-pod-watch=%v", _POD_WATCH),
        Argument("--cron-schedule=%v", ".Values.whereabouts.gc.schedule"),
    ),
    env=_WHEREABOUTS_ENV,
)

# A pod needs a container that stays; the Whereabouts image has a shell, the Multus image may have none.
IDLE = Container(
    name="idle",
    component="multus",
    image="whereabouts",
    stands_in_for="whereabouts",
    resources="daemonset.idle.resources",
    command=("/bin/sh",),
    args=("-c", "trap 'exit 0' TERM; while :; do sleep 3600 & wait $!; done"),
)

PLATFORM = Platform(
    name="gke",
    title="Google Kubernetes Engine",
    profile="gke",
    components=("multus", "whereabouts"),
    defaults={
        "daemonset.cniBinDir": "/home/kubernetes/bin",
        "daemonset.cniConfDir": "/etc/cni/net.d",
        "multus.kubeconfig": "/var/lib/kubelet/kubeconfig",
        "multus.clusterNetwork": "gke-pod-network",
    },
    volumes={
        "cni": HostPath("daemonset.cniConfDir"),
        "cnibin": HostPath("daemonset.cniBinDir"),
    },
    roles={
        # Multus asks the API with the kubelet's kubeconfig. It reads definitions and nothing else; all
        # that it needs of pods is granted to kubelets by the Node authorizer.
        "multus": Role(NODES, (Rule("k8s.cni.cncf.io", ("network-attachment-definitions",), ("get",)),)),
        # The CNI plugin gets, lists, creates and patches pools; the garbage collector lists and patches
        # them. Reservations are made and deleted, never changed. `get` on pods keeps the collector from
        # taking pending pods for dead ones.
        "whereabouts": Role(
            SERVICE_ACCOUNT,
            (
                Rule("whereabouts.cni.cncf.io", ("ippools",), ("get", "list", "create", "patch")),
                Rule(
                    "whereabouts.cni.cncf.io",
                    ("overlappingrangeipreservations",),
                    ("get", "list", "create", "delete"),
                ),
                Rule("coordination.k8s.io", ("leases",), ("create",)),
                Rule("coordination.k8s.io", ("leases",), ("get", "update"), ("whereabouts",)),
                Rule("", ("pods",), ("list", "get")),
                Rule("whereabouts.cni.cncf.io", ("ippools",), ("watch",), when=_POD_WATCH),
                Rule("", ("pods",), ("watch",), when=_POD_WATCH),
                Rule(
                    "k8s.cni.cncf.io",
                    ("network-attachment-definitions",),
                    ("list", "watch"),
                    when=_POD_WATCH,
                ),
            ),
        ),
    },
    init_containers=(INSTALL_MULTUS_CONFIG, INSTALL_WHEREABOUTS, INSTALL_BINARY),
    containers=(WHEREABOUTS_GC, IDLE),
    facts=(
        "Images, flags, paths, cluster network: GKE's manifest for Multus 4.2.1 and Whereabouts 0.7.0.",
        "Rights: the API calls in the sources of Multus 4.2.1 and Whereabouts 0.7.0.",
    ),
)
