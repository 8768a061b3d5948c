"""The parts of a node pod that every profile has: activation, agent, startup taint.

Installers write into the folder `staging` behind the paths that they expect; `activate` alone writes to the
node, and in order (docs/adr/0005-order-on-a-node.md).
"""

from collections.abc import Mapping
from typing import Final

from chartgen.model.container import Argument, Container, Mount, PodField, Probe
from chartgen.model.profile import NODE_PODS, Role, Rule

BIN: Final = "/host/opt/cni/bin"
CONF: Final = "/host/etc/cni/net.d"
STAGED_BIN: Final = Mount("staging", BIN, sub_path="bin")
STAGED_CONF: Final = Mount("staging", CONF, sub_path="net.d")
TMP: Final = Mount("staging", "/tmp", sub_path="tmp")  # noqa: S108 -- a path inside the container
"""For programs whose sources are closed: their root is read-only, and they may want to write somewhere."""

WHEREABOUTS_FILE: Final = Mount("config", f"{CONF}/whereabouts.d", read_only=True)
"""For collectors that free the address of a pod as it goes: they look for Whereabouts' file where the plugin
would, below a mounted root."""

WHEREABOUTS_ENV: Final[Mapping[str, str | Argument | PodField]] = {
    "NODENAME": PodField("spec.nodeName"),
    "WHEREABOUTS_NAMESPACE": Argument("%v", "$platform.whereabouts.poolNamespace"),
}

_KUBELET: Final = "/host/kubelet.kubeconfig"

# What the agent and its probes call is the copy that `activate` made: an upgrade must not change it under
# a pod that runs.
_STAGED_CONFIG: Final = "/staging/config"
_NODE_MOUNTS: Final = (
    Mount("cni", CONF),
    Mount("cnibin", BIN),
    Mount("staging", "/staging"),
    Mount("kubelet-credentials", _KUBELET, read_only=True, when="kubelet"),
)
_NODE_ENV: Final[Mapping[str, str | Argument | PodField]] = {
    "POD_UID": PodField("metadata.uid"),
    "CONF_DIR": Argument("%v", "$platform.daemonset.cniConfDir"),
    "KUBECONFIGS": Argument("%v", "$platform.kubeconfigs"),
    "KUBELET_KUBECONFIG": Argument("%v", f'(ternary "{_KUBELET}" "" $platform.enabled.kubelet)'),
}


def _agent_probe(verb: str, period: int, failures: int) -> Probe:
    return Probe(("/bin/sh", f"{_STAGED_CONFIG}/node.sh", verb), period, failures)


INSTALL_WHEREABOUTS: Final = Container(
    name="install-whereabouts",
    component="whereabouts",
    resources="whereabouts.install.resources",
    command=("/bin/sh",),
    args=("-c", "SLEEP=false /install-cni.sh\n"),
    env=WHEREABOUTS_ENV,
    mounts=(STAGED_CONF, STAGED_BIN, TMP),
    access=True,
)

ACTIVATE: Final = Container(
    name="activate",
    component="node",
    image="whereabouts",
    resources="daemonset.activate.resources",
    command=("/bin/sh",),
    args=("/config/node.sh", "activate"),
    env=_NODE_ENV,
    mounts=(*_NODE_MOUNTS, Mount("config", "/config", read_only=True)),
    writes_node=True,
    access=True,
)

# A pod needs a container that stays; this one keeps tokens fresh and answers probes.
AGENT: Final = Container(
    name="agent",
    component="node",
    image="whereabouts",
    resources="daemonset.agent.resources",
    command=("/bin/sh",),
    args=(f"{_STAGED_CONFIG}/node.sh", "agent"),
    env={**_NODE_ENV, "CONFIG": _STAGED_CONFIG},
    mounts=(*_NODE_MOUNTS, Mount("beat", "/beat")),
    probes={
        # Quick at the start. What is missing then no restart brings back: half an hour, and once more.
        "startupProbe": _agent_probe("ready", 2, 900),
        "readinessProbe": _agent_probe("ready", 10, 3),
        "livenessProbe": _agent_probe("alive", 30, 3),
    },
    writes_node=True,
    access=True,
)


def _taint(name: str, *change: str | Argument) -> Container:
    return Container(
        name=name,
        component="kubectl",
        when="startupTaint",
        resources="daemonset.startupTaint.resources",
        args=("taint", "node", "$(NODENAME)", *change),
        env={"NODENAME": PodField("spec.nodeName"), "HOME": "/tmp"},  # noqa: S108 -- kubectl's cache
        mounts=(TMP,),
        user=65534,
        access=True,
    )


_KEY: Final = "$values.daemonset.startupTaint.key"
# One call cannot both remove the taint and succeed where it is absent.
STARTUP_TAINT: Final = (
    _taint("set-startup-taint", Argument("%v=starting:NoSchedule", _KEY), "--overwrite"),
    _taint("remove-startup-taint", Argument("%v:NoSchedule-", _KEY)),
)

NODE_ROLE: Final = Role(
    "node",
    "daemonset",
    "node",
    NODE_PODS,
    (
        Rule("", ("nodes",), ("get", "patch"), when="startupTaint"),
        Rule(
            "security.openshift.io",
            ("securitycontextconstraints",),
            ("use",),
            ("privileged",),
            when="securityContextConstraints",
        ),
    ),
)
