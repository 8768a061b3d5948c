"""The versions whose code decides."""

import re
from dataclasses import dataclass
from typing import Final

Version = tuple[int, int, int]

_TAG: Final = re.compile(r"v?([0-9]{1,6})\.([0-9]{1,6})\.([0-9]{1,6})(?:[-+.].*)?", re.ASCII | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Versions:
    """The versions of the programs on the nodes; what they were checked with: docs/adr/0007-cni.md."""

    multus: Version = (4, 2, 1)
    whereabouts: Version = (0, 7, 0)


def parse_version(tag: str) -> Version | None:
    """Read an image's tag such as v0.7.0-gke.3, a rebuild of 0.7.0; None for one that names no version."""
    found = _TAG.fullmatch(tag)
    return (int(found[1]), int(found[2]), int(found[3])) if found else None


def format_version(version: Version) -> str:
    """Write a version without `v`."""
    return ".".join(map(str, version))
