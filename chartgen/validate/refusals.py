"""What the chart's templates refuse, all of it at once and with their words.

The chart's helper `validate` stops at the first; this finds every one, so that `validate` needs no engine.
A test compares the texts with those of Helm.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from chartgen.chart.cluster import COMPONENTS, Platform
from chartgen.chart.refusal import Refusal, quoted, refusal
from chartgen.core.values_path import Steps
from chartgen.generate.defaults import needed_keys
from chartgen.model import catalogue
from chartgen.model.renamed import RENAMED

_UPSTREAM_TAG: Final = re.compile(r"v?[0-9]+[.][0-9]+[.][0-9]+", re.ASCII)


def refusals(
    values: Mapping[str, Any],
    platforms: Mapping[str, Mapping[str, Any]],
    *,
    kube_version: str = "",
    api_versions: tuple[str, ...] = (),
) -> Iterator[Refusal]:
    """Yield what the chart refuses in values with its defaults in them, but for the networks."""
    yield from _renamed(values)
    missing = list(_missing(values))
    yield from missing
    if missing:
        return
    name = values["platform"]
    if name not in platforms:
        known = ", ".join(platforms)
        yield refusal(("platform",), f"{quoted(name)} is not a platform of this chart; use one of: {known}")
        return
    platform = Platform(name, platforms[name], values)
    if values["platformCheck"]:
        yield from _contradictions(platform, platforms, kube_version, api_versions)
    daemonset = values["daemonset"]
    if not daemonset["maxSurge"] and not daemonset["maxUnavailable"]:
        problem = "0 as maxUnavailable is, so that no update could ever start; set one of them"
        yield refusal(("daemonset", "maxSurge"), problem)


def _renamed(values: Mapping[str, Any]) -> Iterator[Refusal]:
    for old, new in RENAMED.items():
        steps = tuple(old.split("."))
        if _at(values, steps):
            yield refusal(steps, f"is called {new} now; move it there")


def _missing(values: Mapping[str, Any]) -> Iterator[Refusal]:
    """Yield the values that null took away and no template can do without, parents first."""
    for section, keys in needed_keys(catalogue.load().components):
        steps = tuple(section.split(".")) if section else ()
        found = _at(values, steps)
        for key in keys if isinstance(found, Mapping) else ():
            if found.get(key) is None:
                problem = "missing; null takes away the chart's default, leave the key out to keep it"
                yield refusal((*steps, key), problem)


def _contradictions(
    platform: Platform,
    platforms: Mapping[str, Mapping[str, Any]],
    kube_version: str,
    api_versions: tuple[str, ...],
) -> Iterator[Refusal]:
    detected = _detected(platforms, kube_version, api_versions)
    if detected and detected != platform.name:
        version = f"v{kube_version.removeprefix('v')}"
        yield refusal(
            ("platform",),
            f"the cluster says that it is {detected} ({version}), not {platform.name}; set platform to "
            f"{detected}, or platformCheck to false if you know better",
        )
    own = platform.file["tag"]
    for component in COMPONENTS:
        if not platform.is_enabled(component):
            continue
        tag = platform.tag(component)
        if own and _UPSTREAM_TAG.fullmatch(tag):
            yield refusal(
                (component, "image", "tag"),
                f"{tag} is a version of the upstream image, whose flags differ from those of {platform.name} "
                f"(tags with {own}); set platformCheck to false if it is a copy of that one, and platform to "
                "generic too if not",
            )
        if not platform.file["components"]:
            yield refusal(
                (component, "enabled"),
                f"{platform.name} runs Multus and Whereabouts itself, and a node with two owners breaks; "
                "leave it at auto, or set platformCheck to false if that is switched off",
            )


def _detected(
    platforms: Mapping[str, Mapping[str, Any]], kube_version: str, api_versions: tuple[str, ...]
) -> str:
    for name, file in platforms.items():
        if file["api"] and file["api"] in api_versions:
            return name
    return next(
        (name for name, file in platforms.items() if file["mark"] and file["mark"] in kube_version), ""
    )


def _at(values: Mapping[str, Any], steps: Steps) -> Any:
    node: Any = values
    for step in steps:
        node = node.get(step) if isinstance(node, Mapping) and isinstance(step, str) else None
    return node
