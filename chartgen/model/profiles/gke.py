"""Google's builds of the images. Their flags and entry points are not those of the upstream images."""

from dataclasses import replace

from chartgen.model.container import Argument, Container, Mount
from chartgen.model.node import (
    ACTIVATE,
    AGENT,
    BIN,
    CONF,
    INSTALL_WHEREABOUTS,
    NODE_ROLE,
    STAGED_BIN,
    STAGED_CONF,
    STARTUP_TAINT,
    TMP,
    WHEREABOUTS_ENV,
    WHEREABOUTS_FILE,
)
from chartgen.model.profile import NODE_PODS, NODES, Profile, Role, Rule

INSTALL_BINARY = Container(
    name="install-binary",
    component="multus",
    resources="multus.installBinary.resources",
    command=("/gkecmd",),
    args=("-operation=copy", f"-cni-bin-dir={BIN}"),
    mounts=(STAGED_BIN, TMP),
)

# Its flags ask for the file of the ConfigMap as it is. What it makes of it is what gets activated, so that a
# build that puts something in keeps doing so.
INSTALL_MULTUS_CONFIG = Container(
    name="install-multus-config",
    component="multus",
    resources="multus.installConfig.resources",
    args=(
        f"--cni-conf-dir={CONF}",
        "--multus-conf-file=/tmp/multus-conf/00-multus.conf",
        Argument("--multus-log-level=%v", "$values.multus.logLevel"),
        Argument("--multus-kubeconfig-file-host=%v", "$platform.multus.kubeconfig"),
        "--skip-multus-binary-copy=true",
        "--skip-config-watch=true",
    ),
    mounts=(
        STAGED_CONF,
        TMP,
        Mount("config", "/tmp/multus-conf", read_only=True),  # noqa: S108 -- a path inside the container
        # The upstream program writes a kubeconfig here from the token before it copies anything.
        Mount("staging", "/host/etc/cni/multus", sub_path="multus"),
    ),
    access=True,
)

WHEREABOUTS_GC = Container(
    name="whereabouts-gc",
    component="whereabouts",
    resources="whereabouts.gc.resources",
    command=("/ip-control-loop",),
    args=(
        Argument("--log-level=%v", "$values.whereabouts.logLevel"),
        Argument("--enable-pod-watch=%v", "$values.whereabouts.gc.podWatch"),
        Argument("--cron-schedule=%v", "$values.whereabouts.gc.schedule"),
    ),
    env=WHEREABOUTS_ENV,
    mounts=(TMP, replace(WHEREABOUTS_FILE, when="podWatch")),
    extra_args="whereabouts.gc.extraArgs",
    user=65534,
    access=True,
)

PROFILE = Profile(
    name="gke",
    tag="-gke.",
    init_containers=(INSTALL_BINARY, INSTALL_WHEREABOUTS, INSTALL_MULTUS_CONFIG, ACTIVATE, *STARTUP_TAINT),
    containers=(WHEREABOUTS_GC, AGENT),
    roles=(
        # Multus asks the API with the kubelet's kubeconfig. It reads definitions and nothing else; all
        # that it needs of pods is granted to kubelets by the Node authorizer.
        Role(
            "multus",
            "multus",
            "multus",
            NODES,
            (Rule("k8s.cni.cncf.io", ("network-attachment-definitions",), ("get",)),),
        ),
        # The collector looks at all pools, reservations and pods; `get` on pods keeps it from taking pending
        # pods for dead ones. What is written lies in the namespace of the pools: the plugin makes and patches
        # pools, the collector patches them; reservations are made and deleted, never changed.
        Role(
            "whereabouts",
            "whereabouts",
            "whereabouts",
            NODE_PODS,
            (
                Rule("whereabouts.cni.cncf.io", ("ippools", "overlappingrangeipreservations"), ("list",)),
                Rule("", ("pods",), ("get", "list")),
                Rule("whereabouts.cni.cncf.io", ("ippools",), ("watch",), when="podWatch"),
                Rule("", ("pods",), ("watch",), when="podWatch"),
                Rule(
                    "k8s.cni.cncf.io",
                    ("network-attachment-definitions",),
                    ("list", "watch"),
                    when="podWatch",
                ),
                Rule("", ("nodes",), ("get",), when="podWatch"),
                Rule("", ("events",), ("create", "patch"), when="podWatch"),
                Rule("whereabouts.cni.cncf.io", ("ippools",), ("get", "create", "patch"), pools=True),
                Rule(
                    "whereabouts.cni.cncf.io",
                    ("overlappingrangeipreservations",),
                    ("get", "create", "delete"),
                    pools=True,
                ),
                Rule("coordination.k8s.io", ("leases",), ("create",), pools=True),
                Rule("coordination.k8s.io", ("leases",), ("get", "update"), ("whereabouts",), pools=True),
            ),
        ),
        NODE_ROLE,
    ),
    facts=(
        (
            "Images, names of containers, flags: GKE's manifest for Multus 4.2.1 and Whereabouts 0.7.0. The "
            "sources of these builds are not public."
        ),
        "Rights: the API calls in the sources of Multus 4.2.1 and Whereabouts 0.7.0.",
    ),
)
