"""What a rule is, and what it says."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from chartgen.core.finding import Severity
from chartgen.core.location import Location
from chartgen.core.values_path import Steps

if TYPE_CHECKING:
    from chartgen.lint.objects import Object

Sees = Literal["object", "version", "release", "chart", "elsewhere"]
"""What the `check` of a rule gets; docs/adr/0008-lint.md has the table."""

FAMILIES: Final = ("values", "source", "manifest", "cni")


@dataclass(frozen=True, slots=True)
class Rule:
    """What stands in the module of a rule beside its docstring and its `check`.

    `severity` is the worst that it reports; a hit may say that it is less. `since` is the version of chartgen
    that had it first. The id is the name of the module. `by_version` says that what is found in a release
    depends on the version of Kubernetes.
    """

    id: str
    severity: Severity
    since: str
    sees: Sees
    by_version: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that a rule has found.

    It is at `path` in `object`, or at `location`, a place in a file of the chart as users see it. `is_key`
    says that the key at `path` is wrong, not its value.
    """

    message: str
    object: "Object | None" = None
    path: Steps = ()
    location: Location | None = None
    hint: str = ""
    severity: Severity | None = None
    is_key: bool = False
