"""A chart as a registry or repository has it, and which of its versions is the newest."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from semver import Version

from chartgen.registry.reference import OciReference, RepositoryReference


@dataclass(frozen=True, slots=True)
class PulledChart:
    """A chart, of the version in its reference.

    `content` is the `.tgz`, `provenance` the `.prov` if it was asked for and is there. `digest` and `config`
    are the manifest's digest and its configuration; a repository has neither.
    """

    reference: OciReference | RepositoryReference
    content: bytes = field(repr=False)
    provenance: bytes | None = field(default=None, repr=False)
    digest: str = ""
    config: bytes = field(default=b"", repr=False)


def newest(versions: Iterable[str]) -> str | None:
    """Give the newest version that is no prerelease; what is no version at all does not count.

    As Helm does, it takes `v1.2.3`, and `1.2` for `1.2.0`.
    """
    known = ((version, text) for text in versions if (version := _version(text)) and not version.prerelease)
    return max(known, default=(None, None))[1]


def _version(text: str) -> Version | None:
    try:
        return Version.parse(text.removeprefix("v"), optional_minor_and_patch=True)
    except ValueError:
        return None
