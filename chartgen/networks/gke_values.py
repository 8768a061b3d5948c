"""What the values of the chart say about a network on GKE, as settings of the script."""

from collections.abc import Callable, Mapping
from ipaddress import IPv4Network
from typing import Any, Final, NamedTuple

from chartgen.chart.values import Values
from chartgen.core.errors import InputError, UsageError
from chartgen.core.location import Location
from chartgen.core.suggest import did_you_mean
from chartgen.core.values_path import Steps
from chartgen.core.yaml import format_path


class Given(NamedTuple):
    """A setting in the form of `gke.Settings`, and the place that it comes from."""

    value: Any
    place: Location


def settings_of(values: Values, network: str | None) -> dict[str, Given]:
    """Give the settings that the values say something about, by name.

    `network` is a key of `networks`; without it, the only network there is. Values without networks say
    nothing. As in the chart, what a network does not have comes from `networkDefaults`, and null unsets.

    Raises:
        UsageError: there is no such network, or there are several to choose from.
        InputError: another platform, or a shape that the chart refuses too.
    """
    platform = _at(values, ("platform",), str)
    if platform not in (None, "gke"):
        hint = "the script is about GKE: give values for it"
        raise InputError(f"platform: is {platform}", where=values.locate(("platform",)), hint=hint)
    every = _at(values, ("networks",), dict) or {}
    maps = {key: _at(values, ("networks", key), dict) for key in every}
    key = _choose(
        [key for key, entry in maps.items() if entry is not None and entry.get("enabled") is not False],
        network,
    )
    if key is None:
        return {}
    own: Steps = ("networks", key)
    defaults = _at(values, ("networkDefaults",), dict) or {}

    def path_of(name: str) -> Steps:
        return ("networkDefaults", name) if name in defaults and name not in every[key] else (*own, name)

    found = {"network": Given(key, values.locate(own, key=True))}
    for setting, path in (
        ("master", path_of("master")),
        ("namespaces", path_of("namespaces")),
        ("secondary_range", _range_path(values, path_of("range"), path_of("ranges"))),
    ):
        value = _at(values, path, list if setting == "namespaces" else str)
        if value is not None:
            found[setting] = Given(_READ[setting](value), values.locate(path))
    return found


def _at(values: Values, path: Steps, kind: type) -> Any:
    """Give the value at `path`, None where there is none.

    Raises:
        InputError: it is of another kind.
    """
    node: Any = values.tree
    for step in path:
        node = node.get(step) if isinstance(node, dict) else node[step]
    if node is not None and not isinstance(node, kind):
        problem = f"{format_path(path)}: must be {_KINDS[kind]}"
        raise InputError(problem, where=values.locate(path), hint="`chartgen render` checks the whole file")
    return node


_KINDS: Final[Mapping[type, str]] = {str: "a text", dict: "a map", list: "a list"}


def _choose(keys: list[str], network: str | None) -> str | None:
    if network is not None and keys and network not in keys:
        hint = did_you_mean(network, keys) or f"there are {', '.join(keys)}"
        raise UsageError(f"the values have no network {network!r}", where="--network", hint=hint)
    if network is None and len(keys) > 1:
        problem = f"the values have {len(keys)} networks: {', '.join(keys)}"
        raise UsageError(
            problem, where="--network", hint="choose one; the script makes one range and node pool"
        )
    return (network or keys[0]) if keys else None


def _range_path(values: Values, short: Steps, long: Steps) -> Steps:
    """Find the one IPv4 range of a network; those of IPv6 have no secondary range."""
    ranges = _at(values, long, list) or []
    texts = [
        _at(values, (*long, at), dict) and _at(values, (*long, at, "range"), str) for at in range(len(ranges))
    ]
    found = [at for at, text in enumerate(texts) if text and ":" not in text]
    if len(found) > 1:
        problem = f"{format_path(long)}: a subnet of the script has one IPv4 range, not {len(found)}"
        raise InputError(problem, where=values.locate(long), hint="give each range a network of its own")
    return (*long, found[0], "range") if found else short


def _network_of(text: str) -> str:
    """Give the network that a range of Whereabouts lies in; what is no range stays as it is."""
    try:
        return str(IPv4Network(text.rpartition("-")[2], strict=False))
    except ValueError:
        return text


def _texts(items: list[Any]) -> tuple[str, ...]:
    return tuple(map(str, items))


_READ: Final[Mapping[str, Callable[[Any], Any]]] = {
    "master": str,
    "namespaces": _texts,
    "secondary_range": _network_of,
}
