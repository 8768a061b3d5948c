"""A target of the chart: its images, its paths and the structure of what runs there."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from chartgen.model.container import Container, Deployment

NODES = "Group/system:nodes"
"""The kubelets: whoever uses the kubelet's own kubeconfig acts as one of them."""
SERVICE_ACCOUNT = "ServiceAccount"
"""The service account of the node pods."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of a ClusterRole; with `when`, an expression, only where that is true."""

    api_group: str
    resources: tuple[str, ...]
    verbs: tuple[str, ...]
    resource_names: tuple[str, ...] = ()
    when: str = ""


@dataclass(frozen=True, slots=True)
class Role:
    """The rights of a component and who gets them (`NODES` or `SERVICE_ACCOUNT`)."""

    subject: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class HostPath:
    """A folder or file of the node: the value that holds its path, and its type."""

    value: str
    type: str = "DirectoryOrCreate"


@dataclass(frozen=True, slots=True)
class Platform:
    """A platform is one file in `model/platforms/`; its page and its part of the chart come from it.

    `profile` names the images of the definition that belong to it. `defaults` are the values that mean
    "the platform's" when they are empty, by values path. `roles` go by component. `facts` say where
    each number and path was found; `status` says how far it has been proven.
    """

    name: str
    title: str
    profile: str
    components: tuple[str, ...]
    defaults: Mapping[str, str]
    volumes: Mapping[str, HostPath]
    roles: Mapping[str, Role]
    init_containers: tuple[Container, ...]
    containers: tuple[Container, ...]
    facts: tuple[str, ...]
    deployments: tuple[Deployment, ...] = field(default=())
    status: str = "from sources only"
