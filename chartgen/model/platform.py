"""A target of the chart: its images, its paths, and how it is recognised."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from chartgen.model.profile import Profile


@dataclass(frozen=True, slots=True)
class Platform:
    """A platform is one file in `model/platforms/`; its page and its part of the chart come from it.

    `components` are those that `enabled: auto` installs. `defaults` are the values that mean "the
    platform's" when they are empty, by values path; `affinity` is that of the node pods. `mark` is a part
    of the version string of its API servers, empty where they have none. `privileged` says whether writing
    the node's folders takes a privileged container (SELinux), `capabilities` what it takes otherwise.
    `assigns_users` says that pods get the user id of their namespace, and those that ask for one are
    refused. `facts` say where each number and path was found; `status` says how far it has been proven;
    `notes` are for operators.
    """

    name: str
    title: str
    profile: Profile
    components: tuple[str, ...]
    defaults: Mapping[str, str]
    facts: tuple[str, ...]
    mark: str = ""
    api: str = ""
    """An API group and version that only this platform serves, where no mark tells it."""
    privileged: bool = False
    capabilities: tuple[str, ...] = ()
    assigns_users: bool = False
    affinity: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    status: str = "from sources only"
