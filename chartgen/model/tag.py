"""Tags of images as versions: `v4.2.1-gke.6` is the sixth rebuild of 4.2.1 by Google.

A tag is no SemVer: what follows the numbers is a pre-release where it says so (`-rc.1`), else it names a
build of that version, and a higher one is newer: 4.2.1 < 4.2.1-gke.6 < 4.2.1-gke.7 < 4.2.2-gke.1.
"""

import re
from dataclasses import dataclass
from functools import lru_cache, total_ordering
from typing import Final

_TAG: Final = re.compile(
    r"v?(?P<major>[0-9]{1,9})\.(?P<minor>[0-9]{1,9})(?:\.(?P<patch>[0-9]{1,9})|(?!\.[0-9]))"
    r"(?:[-._]?(?P<pre>(?:alpha|beta|pre|preview|rc|dev|snapshot)(?:[-.]?[0-9]{1,18})*)(?![0-9A-Za-z]))?"
    r"(?:[-._+](?P<rebuild>[0-9A-Za-z][0-9A-Za-z._+-]*))?",
    re.ASCII | re.IGNORECASE,
)
_LONGEST: Final = 128
_COMMIT: Final = re.compile(r"(?=[a-f]*[0-9])(?=[0-9]*[a-f])[0-9a-f]{7,40}", re.ASCII)
_PART: Final = re.compile(rf"(?<![0-9a-z]){_COMMIT.pattern}(?![0-9a-z])|[0-9]+|[a-z]+", re.ASCII)

Parts = tuple[int | str, ...]
"""Numbers and words, in their order."""


@total_ordering
@dataclass(frozen=True, slots=True)
class Upstream:
    """The version that was built; a pre-release is below the version itself."""

    major: int
    minor: int
    patch: int
    prerelease: Parts = ()

    def __lt__(self, other: "Upstream") -> bool:
        """Compare as SemVer does, with words in small letters."""
        return self._key < other._key

    @property
    def _key(self) -> tuple[object, ...]:
        return (self.major, self.minor, self.patch, not self.prerelease, _order(self.prerelease))


@total_ordering
@dataclass(frozen=True, slots=True)
class Version:
    """What a tag says; `rebuild` is empty for the version as it is."""

    upstream: Upstream
    rebuild: Parts = ()

    def __lt__(self, other: "Version") -> bool:
        """Compare upstream versions, then rebuilds, number by number."""
        return self._key < other._key

    @property
    def _key(self) -> tuple[Upstream, tuple[object, ...]]:
        return self.upstream, _order(self.rebuild)

    @property
    def flavour(self) -> tuple[str, ...]:
        """The words of the rebuild, such as `gke`: builds of different words are not newer or older."""
        words = (part for part in self.rebuild if isinstance(part, str))
        return tuple(part for part in words if not _COMMIT.fullmatch(part))


@lru_cache(maxsize=512)
def parse(tag: str) -> Version | None:
    """Read a tag; None for one that names no version, such as `latest`, `v4` or a commit."""
    found = _TAG.fullmatch(tag) if len(tag) <= _LONGEST else None
    if found is None:
        return None
    numbers = int(found["major"]), int(found["minor"]), int(found["patch"] or 0)
    return Version(Upstream(*numbers, _parts(found["pre"] or "")), _parts(found["rebuild"] or ""))


def _parts(text: str) -> Parts:
    found = _PART.findall(text.lower())
    return tuple(int(part) if part.isdigit() else part for part in found)


def _order(parts: Parts) -> tuple[object, ...]:
    """Give what sorts parts: numbers below words, as in SemVer."""
    return tuple((False, part, "") if isinstance(part, int) else (True, 0, part) for part in parts)
