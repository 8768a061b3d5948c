"""The definition as data: what a `chartgen.yaml` says, checked and typed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from chartgen.core.location import Location


@dataclass(frozen=True, slots=True)
class Image:
    """An image of a profile; at least one of `tag` and `digest` is there."""

    repository: str
    tag: str = ""
    digest: str = ""

    @property
    def reference(self) -> str:
        """Give `repository:tag@digest`, as a container runtime takes it."""
        tag = f":{self.tag}" if self.tag else ""
        digest = f"@{self.digest}" if self.digest else ""
        return f"{self.repository}{tag}{digest}"


@dataclass(frozen=True, slots=True)
class Maintainer:
    """A person or team that looks after the chart."""

    name: str
    email: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the chart's changelog; `kind` is a word of Artifact Hub (added, changed, fixed …)."""

    kind: str
    description: str

    @property
    def entry(self) -> dict[str, str]:
        """Give it as files of notes have it."""
        return {"kind": self.kind, "description": self.description}


@dataclass(frozen=True, slots=True)
class Definition:
    """Everything that differs between two charts built from the same model."""

    name: str
    version: str
    description: str
    kube_version: str
    directory: PurePosixPath
    maintainers: tuple[Maintainer, ...]
    images: Mapping[str, Mapping[str, Image]]
    defaults: Mapping[str, Any]
    home: str = ""
    icon: str = ""
    sources: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    sign_key: Mapping[str, str] = field(default_factory=dict)
    """The fingerprint of the key that signs packages, and the URL of its public part; or nothing."""
    changes: tuple[Change, ...] = ()
    history: Mapping[str, tuple[Change, ...]] = field(default_factory=dict)
    """What was new in older versions, the newest first."""
    upstream: Mapping[str, str] = field(default_factory=dict)
    """By profile, the path of the record of the manifest that its images were taken from."""
    crds: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """CRDs of those manifests that are in the chart in place of the model's, by name."""
    locate: Callable[..., Location] = field(
        default=lambda _path, **_: Location("chartgen.yaml"), compare=False, repr=False
    )
    """Where in its file something stands: `chartgen.core.yaml.Document.locate`."""
