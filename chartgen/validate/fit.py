"""What does not fit together: versions, flags and the schemas of stored objects.

Sources: whereabouts 0.7.0 to 0.9.4 cmd/controlloop, cmd/reconciler (which flags they know, and since when
unknown ones end them), doc/crds and pkg/api (what they store); multus-cni 3.9.3 to 4.3.0 images (which
programs an image has).
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from chartgen.chart.cluster import COMPONENTS, Platform
from chartgen.cni.problem import Problem, warning
from chartgen.cni.versions import Version, format_version, parse_version
from chartgen.core.finding import Severity
from chartgen.core.values_path import Steps

_COMPARED: Final[Mapping[str, tuple[Version, Version]]] = {
    "multus": ((4, 2, 1), (4, 3, 0)),
    "whereabouts": ((0, 7, 0), (0, 9, 4)),
}
"""The oldest and the newest version whose code was compared with ours: docs/adr/0007-cni.md."""
_INSTALLER_SINCE: Final = (4, 0, 0)
_GOOGLE: Final = "-gke."
_STRICT_FLAGS_SINCE: Final = (0, 9, 4)
_INTERFACE_NAMES_SINCE: Final = (0, 8, 0)
_KNOWN_FLAG: Final = re.compile(r"--?log-level(?:=.*)?", re.DOTALL)
_ARGUMENTS: Final = (("whereabouts", "gc", "extraArgs"), ("whereabouts", "reconciler", "extraArgs"))
CRD: Final = "CustomResourceDefinition"
_RESERVATIONS: Final = "overlappingrangeipreservations.whereabouts.cni.cncf.io"
_POOLS: Final = "ippools.whereabouts.cni.cncf.io"
_NEW: Final = "use the CRDs of Whereabouts 0.8.0 or newer"
_NEW_FIRST: Final = f"{_NEW} before its image: they take what older ones write"


def values_problems(platform: Platform) -> Iterator[Problem]:
    """Yield what does not fit in the values of a platform; paths are those of the values."""
    for component in COMPONENTS:
        if platform.is_enabled(component) and platform.tag(component):
            yield from _tag_problems(platform, component, platform.tag(component))
    version = platform.versions.whereabouts
    if platform.file["tag"] or version < _STRICT_FLAGS_SINCE or not platform.is_enabled("whereabouts"):
        return
    for path in _ARGUMENTS:
        for at, text in enumerate(_at(platform.values, path) or ()):
            if str(text).startswith("-") and not _KNOWN_FLAG.fullmatch(str(text)):
                problem = f"Whereabouts {format_version(version)} does not know the flag {text}, and ends"
                yield Problem("values-flag", problem, (*path, at), "it knows --log-level alone")


def _tag_problems(platform: Platform, component: str, tag: str) -> Iterator[Problem]:
    path: Steps = (component, "image", "tag")
    version = parse_version(tag)
    assumed = format_version(getattr(platform.versions, component))
    oldest, newest = _COMPARED[component]
    if version is None:
        problem = f"the tag {tag} names no version: the chart takes it for {assumed}"
        yield warning("values-version", problem, path, "use a tag such as v0.9.4, and a digest")
    elif component == "multus" and tag.endswith("-thick"):
        problem = f"{tag} is of the daemon's image, which has no /install_multus: no pod of the chart starts"
        yield Problem("values-version", problem, path, f"use {tag.removesuffix('-thick')}")
    elif component == "multus" and version < _INSTALLER_SINCE:
        problem = f"{tag} is older than 4.0.0, and has no /install_multus: no pod of the chart starts"
        yield Problem("values-version", problem, path, f"use v{format_version(newest)}")
    elif _GOOGLE in tag and not platform.file["tag"]:
        problem = f"{tag} is a build of Google's, and platform {platform.name} starts programs of upstream's"
        yield warning("values-version", problem, path, "set platform to gke, or use an upstream tag")
    elif version < oldest:
        problem = f"{tag} is older than any that was compared: judged as {format_version(oldest)}"
        yield warning("values-version", problem, path, "check the networks on a cluster")
    elif version[:2] > newest[:2]:
        problem = f"{tag} is newer than any that was compared: judged as {format_version(newest)}"
        yield Problem("values-version", problem, path, "check the networks on a cluster", Severity.INFO)


def _at(node: Any, path: Steps) -> Any:
    for step in path:
        node = node.get(step) if isinstance(node, Mapping) else None
    return node


def crd_problems(value: Mapping[str, Any], whereabouts: Version) -> Iterator[Problem]:
    """Yield why Whereabouts of a version, or of a newer one, cannot store its objects with a CRD."""
    name = _at(value, ("metadata", "name"))
    if value.get("kind") != CRD or name not in (_RESERVATIONS, _POOLS):
        return
    versions = _at(value, ("spec", "versions"))
    for at, version in enumerate(versions if isinstance(versions, list) else ()):
        path: Steps = ("spec", "versions", at)
        spec = _at(version, ("schema", "openAPIV3Schema", "properties", "spec"))
        if name == _RESERVATIONS and "containerid" in (_at(spec, ("required",)) or ()):
            yield _reservations_problem(path, whereabouts)
        allocation = _at(spec, ("properties", "allocations", "additionalProperties", "properties"))
        if name == _POOLS and isinstance(allocation, Mapping) and "ifname" not in allocation:
            yield _pools_problem(path, whereabouts)


def _reservations_problem(path: Steps, whereabouts: Version) -> Problem:
    if whereabouts < _INTERFACE_NAMES_SINCE:
        problem = (
            "containerid is required: the CRD refuses what Whereabouts 0.8.0 and newer writes, and no pod "
            "would get an address"
        )
        return Problem("whereabouts-crd-old", problem, path, _NEW_FIRST, Severity.INFO)
    shown = format_version(whereabouts)
    problem = f"containerid is required, and Whereabouts {shown} does not write it: no pod gets an address"
    return Problem("whereabouts-crd", problem, path, _NEW)


def _pools_problem(path: Steps, whereabouts: Version) -> Problem:
    if whereabouts < _INTERFACE_NAMES_SINCE:
        problem = "ifname is unknown: Whereabouts 0.8.0 and newer finds no address to free without it"
        return Problem("whereabouts-crd-old", problem, path, _NEW_FIRST, Severity.INFO)
    shown = format_version(whereabouts)
    problem = f"ifname is unknown, and Whereabouts {shown} finds no address to free without it"
    return warning("whereabouts-crd-interface", problem, path, _NEW)
