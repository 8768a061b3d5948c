"""What runs on a node: containers and Deployments, as data from which templates are written.

Text that ends up in a template is either literal or an expression of Helm's template language; the
two are never mixed in one string, so that each is quoted as it must be.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument with a value in it: `format` has one `%v` for the result of `expression`."""

    format: str
    expression: str


@dataclass(frozen=True, slots=True)
class Mount:
    """A mounted volume. The volume is declared by the platform."""

    volume: str
    path: str
    expression: bool = False
    """Whether `path` is an expression."""


@dataclass(frozen=True, slots=True)
class Container:
    """A container of a node pod or of a Deployment.

    Its `component` says whether it is there at all and, unless `image` names another component, gives
    the image. With `stands_in_for`, it is there only where that component is not. `env` maps a name to a
    field of the pod (`spec.nodeName`); `resources` is the path of the value that holds its resources.
    """

    name: str
    component: str
    resources: str
    command: tuple[str, ...] = ()
    args: tuple[str | Argument, ...] = ()
    env: Mapping[str, str] = field(default_factory=dict)
    mounts: tuple[Mount, ...] = ()
    privileged: bool = False
    image: str = ""
    stands_in_for: str = ""


@dataclass(frozen=True, slots=True)
class Deployment:
    """A Deployment with one replica, beside the node pods; it is there when its component is."""

    name: str
    component: str
    containers: tuple[Container, ...]
