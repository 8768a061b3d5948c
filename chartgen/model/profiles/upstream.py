"""The images of the projects themselves.

Multus' image has no shell and its entry point never ends, so only `install_multus` of it is used. Whereabouts
moved its collector of dead addresses out of the node pods in 0.9.4; older images run it on every node.
"""

from dataclasses import replace

from chartgen.model.container import Argument, Container, Deployment, Mount
from chartgen.model.node import (
    ACTIVATE,
    AGENT,
    BIN,
    INSTALL_WHEREABOUTS,
    NODE_ROLE,
    STAGED_BIN,
    STARTUP_TAINT,
    WHEREABOUTS_ENV,
    WHEREABOUTS_FILE,
)
from chartgen.model.profile import NODE_PODS, Profile, Role, Rule

_CRON = Mount("cron", "/cron-schedule", read_only=True)
_LOG_LEVEL = Argument("--log-level=%v", "$values.whereabouts.logLevel")
_LOG_LEVEL_OF_NEW = replace(
    _LOG_LEVEL, comment="chartgen: ignore[image-flag] before 0.9.4 the program passes over its flags"
)

INSTALL_MULTUS = Container(
    name="install-multus",
    component="multus",
    resources="multus.installBinary.resources",
    command=("/install_multus",),
    args=("--type=thin", f"--dest-dir={BIN}"),
    mounts=(STAGED_BIN,),
)

IP_CONTROL_LOOP = Container(
    name="ip-control-loop",
    component="whereabouts",
    resources="whereabouts.gc.resources",
    command=("/ip-control-loop",),
    args=(_LOG_LEVEL_OF_NEW,),
    env=WHEREABOUTS_ENV,
    mounts=(_CRON, WHEREABOUTS_FILE),
    extra_args="whereabouts.gc.extraArgs",
    user=65534,
    access=True,
)

IP_RECONCILER = Container(
    name="ip-reconciler",
    component="whereabouts",
    resources="whereabouts.reconciler.resources",
    command=("/ip-reconciler",),
    args=(_LOG_LEVEL,),
    env={"WHEREABOUTS_NAMESPACE": WHEREABOUTS_ENV["WHEREABOUTS_NAMESPACE"]},
    mounts=(_CRON,),
    extra_args="whereabouts.reconciler.extraArgs",
    user=65534,
    access=True,
)

_POOLS = ("ippools",)
_RESERVATIONS = ("overlappingrangeipreservations",)
_WHEREABOUTS = "whereabouts.cni.cncf.io"

PROFILE = Profile(
    name="upstream",
    init_containers=(INSTALL_MULTUS, INSTALL_WHEREABOUTS, ACTIVATE, *STARTUP_TAINT),
    containers=(IP_CONTROL_LOOP, AGENT),
    deployments=(
        Deployment(
            name="ip-reconciler",
            component="whereabouts",
            when="reconciler",
            since="0.9.4",
            values="whereabouts.reconciler",
            containers=(IP_RECONCILER,),
        ),
    ),
    roles=(
        # With a token Multus reads the pod and writes its network-status; a kubelet may do that already.
        Role(
            "multus",
            "multus",
            "multus",
            NODE_PODS,
            (
                Rule("k8s.cni.cncf.io", ("network-attachment-definitions",), ("get",)),
                Rule("", ("pods",), ("get",), when="token"),
                Rule("", ("pods/status",), ("update",), when="token"),
                Rule("", ("events",), ("create", "patch"), when="token"),
            ),
        ),
        # The control loop watches the pods of its node and frees the addresses of those that went; up to
        # 0.9.3 it also lists everything to find orphans. The plugin works in the namespace of the pools.
        Role(
            "whereabouts",
            "whereabouts",
            "whereabouts",
            NODE_PODS,
            (
                Rule(_WHEREABOUTS, _POOLS, ("list", "watch")),
                Rule(_WHEREABOUTS, _RESERVATIONS, ("list",), when="everyNode"),
                Rule("", ("pods",), ("get", "list", "watch")),
                Rule("", ("nodes",), ("get",)),
                Rule("k8s.cni.cncf.io", ("network-attachment-definitions",), ("list", "watch")),
                Rule("", ("events",), ("create", "patch")),
                Rule(_WHEREABOUTS, _POOLS, ("get", "create", "patch"), pools=True),
                Rule(_WHEREABOUTS, _RESERVATIONS, ("get", "create", "delete"), pools=True),
                Rule("coordination.k8s.io", ("leases",), ("create",), pools=True),
                Rule("coordination.k8s.io", ("leases",), ("get", "update"), ("whereabouts",), pools=True),
            ),
        ),
        Role(
            "ip-reconciler",
            "whereabouts",
            "reconciler",
            "ip-reconciler",
            (
                Rule(_WHEREABOUTS, (*_POOLS, *_RESERVATIONS), ("list",)),
                Rule("", ("pods",), ("get", "list")),
                Rule(_WHEREABOUTS, _POOLS, ("get", "patch"), pools=True),
                Rule(_WHEREABOUTS, _RESERVATIONS, ("delete",), pools=True),
            ),
        ),
        NODE_ROLE,
    ),
    facts=(
        "Installer and its flags: cmd/install_multus of Multus 4.3.0.",
        (
            "Control loop and reconciler, their flags and the file of the schedule: cmd/controlloop and "
            "cmd/reconciler of Whereabouts 0.9.3 and 0.9.4. Up to 0.9.3 the control loop reads no flags."
        ),
        "Rights: the API calls in the sources of Multus 4.3.0 and Whereabouts 0.9.4.",
    ),
)
