"""Image references, as container runtimes read them."""

import re
from functools import lru_cache
from typing import Final

from chartgen.cni.versions import Version, parse_version
from chartgen.model import definition

_PART: Final = r"[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*"
_LABEL: Final = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_HOST: Final = rf"(?:{_LABEL}(?:\.{_LABEL})*|\[[0-9A-Fa-f:]+\])(?::[0-9]+)?"
_REFERENCE: Final = re.compile(
    rf"(?P<repository>(?:{_HOST}/)?{_PART}(?:/{_PART})*)"
    r"(?::(?P<tag>[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?"
    r"(?:@(?P<digest>[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9A-Fa-f]{32,}))?",
    re.ASCII,
)
_PROGRAM: Final = re.compile(r"(?:.*/)?(?:hardened-)?(multus|whereabouts)(?:-cni|-thick)?", re.ASCII)
_MOVING: Final = re.compile(
    r"(?:latest|stable|snapshot|edge|main|master|trunk|head|develop|dev|devel|nightly|canary|rolling)"
    r"(?:-[a-z]+)*",
    re.ASCII | re.IGNORECASE,
)


class Image(definition.Image):
    """An image reference in its parts; `tag` and `digest` are empty where it has none."""

    __slots__ = ()

    @property
    def is_moving(self) -> bool:
        """Whether the tag, by its name, is set to another image from time to time."""
        return _MOVING.fullmatch(self.tag) is not None

    @property
    def program(self) -> str:
        """`multus` or `whereabouts`, if the repository is called so; else empty."""
        found = _PROGRAM.fullmatch(self.repository)
        return found[1] if found else ""

    @property
    def version(self) -> Version | None:
        """The version that the tag names."""
        return parse_version(self.tag)


@lru_cache(maxsize=512)
def read_image(reference: str) -> Image | None:
    """Read an image reference; None for one that no runtime takes."""
    found = _REFERENCE.fullmatch(reference)
    return Image(found["repository"], found["tag"] or "", found["digest"] or "") if found else None


def program_of(reference: str) -> str:
    """Give `multus` or `whereabouts` for an image of theirs; else an empty text."""
    found = read_image(reference)
    return found.program if found else ""
