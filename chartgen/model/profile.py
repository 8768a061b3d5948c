"""A family of images that belong together, and the structure that goes with their flags and entry points."""

from dataclasses import dataclass, field
from typing import Final

from chartgen.model.container import Container, Deployment

NODES: Final = "nodes"
"""The kubelets: whoever uses the kubelet's own kubeconfig acts as one of them."""
NODE_PODS: Final = "node"
"""The service account of the node pods. Its token lies on every node."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule; with `when`, a flag, only where that is set.

    With `pools` it holds in the namespace of the address pools only, otherwise in the whole cluster.
    """

    api_group: str
    resources: tuple[str, ...]
    verbs: tuple[str, ...]
    resource_names: tuple[str, ...] = ()
    when: str = ""
    pools: bool = False


@dataclass(frozen=True, slots=True)
class Role:
    """The rights of a part: a ClusterRole, and a Role in the namespace of the pools where rules ask for it.

    They are there where the flag `when` is set. `account` is NODES, NODE_PODS or the name of a Deployment.
    """

    name: str
    component: str
    when: str
    account: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """What runs where these images run: one file in `model/profiles/`.

    `init_containers` are in their order on the node. `tag` is a part of the tags of these images where
    others, which have other flags, go without it. `facts` say where flags, entry points and rights were
    found.
    """

    name: str
    init_containers: tuple[Container, ...]
    containers: tuple[Container, ...]
    roles: tuple[Role, ...]
    facts: tuple[str, ...]
    deployments: tuple[Deployment, ...] = field(default=())
    tag: str = ""
