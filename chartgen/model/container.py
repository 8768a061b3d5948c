"""What runs on a node: containers and Deployments, as data from which templates are written.

Text that ends up in a template is either literal or an expression of Helm's template language; the
two are never mixed in one string, so that each is quoted as it must be. Expressions may use `$platform`, what
`_platform.tpl` makes of the chosen platform, and `$values`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

ACCESS_PATH: Final = "/var/run/secrets/kubernetes.io/serviceaccount"
"""Where programs in a pod look for the token of its service account."""


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument with a value in it: `format` has one `%v` for the result of `expression`.

    `comment` stands above it in the template.
    """

    format: str
    expression: str
    comment: str = ""


@dataclass(frozen=True, slots=True)
class PodField:
    """The value of a field of the pod, such as `spec.nodeName`."""

    path: str


@dataclass(frozen=True, slots=True)
class Mount:
    """A mounted volume; with `when`, a flag, only where that is set. The DaemonSet declares the volumes."""

    volume: str
    path: str
    sub_path: str = ""
    read_only: bool = False
    when: str = ""


@dataclass(frozen=True, slots=True)
class Probe:
    """A probe that runs a command: every `period` seconds, failed after `failures` in a row."""

    command: tuple[str, ...]
    period: int
    failures: int
    timeout: int = 10


@dataclass(frozen=True, slots=True)
class Container:
    """A container of a node pod or of a Deployment.

    It is there where its `flag` is set: the component's own unless `when` names another one. Its image is
    the component's unless `image` names another component; `resources` is the path of the value that holds
    its resources, `extra_args` that of a list of further arguments.

    All run without capabilities and on a read-only root. `user` is a user id; a container that `writes_node`
    is root with folders of the node mounted, and privileged where the platform needs that. With `access` it
    gets the token of the service account.
    """

    name: str
    component: str
    resources: str
    command: tuple[str, ...] = ()
    args: tuple[str | Argument, ...] = ()
    env: Mapping[str, str | Argument | PodField] = field(default_factory=dict)
    mounts: tuple[Mount, ...] = ()
    probes: Mapping[str, Probe] = field(default_factory=dict)
    image: str = ""
    when: str = ""
    extra_args: str = ""
    user: int = 0
    writes_node: bool = False
    access: bool = False

    @property
    def flag(self) -> str:
        """The flag that says whether the container is there."""
        return self.when or self.component


@dataclass(frozen=True, slots=True)
class Deployment:
    """A Deployment with one replica, beside the node pods, where the flag `when` is set.

    That is where its component is on and the component's image has at least the version `since`. `values` is
    the section of the values that holds its resources, nodeSelector and the like. It has a service account
    of its own.
    """

    name: str
    component: str
    when: str
    since: str
    values: str
    containers: tuple[Container, ...]
