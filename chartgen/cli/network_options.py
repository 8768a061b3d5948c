"""Options about networks that several verbs share: the cluster's own ranges, and versions on the nodes."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from typing import Any, Final

import click

from chartgen.chart.cluster import COMPONENTS
from chartgen.cli.options import decorate_all
from chartgen.cli.project import find_config
from chartgen.cni.addresses import Network, parse_cidr
from chartgen.cni.versions import Versions, parse_version
from chartgen.core.config import read_config
from chartgen.core.errors import UsageError
from chartgen.model import catalogue

_RANGES: Final = (("pod", "pods"), ("service", "services"), ("node", "nodes"))

cluster_ranges: Callable[[Any], Any] = decorate_all(
    tuple(
        click.option(
            f"--{name}-cidr",
            multiple=True,
            metavar="CIDR",
            help=f"Addresses of the cluster's {what}, or several with commas between.",
        )
        for name, what in _RANGES
    )
)
versions: Callable[[Any], Any] = decorate_all(
    tuple(
        click.option(
            f"--{name}-version",
            metavar="VERSION",
            help=f"Version of {name.capitalize()} on the nodes.  [default: that of the definition]",
        )
        for name in COMPONENTS
    )
)


def taken_networks(given: Mapping[str, Any]) -> tuple[tuple[str, Network], ...]:
    """Give the cluster's own ranges, each with what it is.

    Raises:
        UsageError: one is no network.
    """
    return tuple(_taken(given))


def _taken(given: Mapping[str, Any]) -> Iterator[tuple[str, Network]]:
    for name, what in _RANGES:
        for text in (part for several in given[f"{name}_cidr"] for part in several.split(",")):
            interface = parse_cidr(text)
            if interface is None:
                hint = "write it as 10.0.0.0/16"
                raise UsageError(f"{text!r} is no network", where=f"--{name}-cidr", hint=hint)
            yield f"range of the cluster's {what}", interface.network


def versions_given(ctx: click.Context, given: Mapping[str, Any], chosen: Versions | None = None) -> Versions:
    """Give the versions on the nodes: those of the options, else `chosen` by values.

    Without values they are those of the definition's default platform.

    Raises:
        UsageError: an option that is no version.
        InputError: the definition cannot be read.
    """
    found = _defined(ctx) if chosen is None else asdict(chosen)
    for name in COMPONENTS:
        text = given[f"{name}_version"]
        if text is None:
            continue
        version = parse_version(text)
        if version is None:
            hint = "write it as 0.9.4, or as an image's tag"
            raise UsageError(f"{text!r} is no version", where=f"--{name}-version", hint=hint)
        found[name] = version
    return Versions(**found)


def _defined(ctx: click.Context) -> dict[str, tuple[int, int, int]]:
    path = find_config(ctx)
    if path is None:
        return {}
    definition = read_config(path).value
    name = (definition.get("defaults") or {}).get("platform", "gke")
    profiles = {platform.name: platform.profile.name for platform in catalogue.load().platforms}
    images = (definition.get("images") or {}).get(profiles.get(name)) or {}
    tags = {component: images.get(component, {}).get("tag", "") for component in COMPONENTS}
    parsed = {component: parse_version(tag) for component, tag in tags.items()}
    return {component: version for component, version in parsed.items() if version}
