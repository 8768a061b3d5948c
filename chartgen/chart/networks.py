"""The networks of values, merged with their defaults, and what they become: no engine is needed for it.

It does in Python what the chart's helpers do in templates (`templates/networks/_config.tpl`); a test compares
the two.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from chartgen.core.values_path import Steps

_IPAM_FIELDS: Final = (
    ("configurationPath", "configuration_path"),
    ("gateway", "gateway"),
    ("routes", "routes"),
    ("networkName", "network_name"),
)
_RANGE_FIELDS: Final = (("rangeStart", "range_start"), ("rangeEnd", "range_end"), ("exclude", "exclude"))
_OWN_NAMES: Final = {new: old for old, new in (*_IPAM_FIELDS, *_RANGE_FIELDS)} | {
    "enable_overlapping_ranges": "enableOverlappingRanges"
}


@dataclass(frozen=True, slots=True)
class Network:
    """One network of the values: `own` is what stands under its key, `fields` has the defaults as well."""

    key: str
    own: Mapping[str, Any]
    fields: Mapping[str, Any]
    configuration_path: str = ""

    @property
    def name(self) -> Any:
        """The name of its NetworkAttachmentDefinition."""
        return self.fields.get("name") or self.key

    @property
    def namespaces(self) -> list[str]:
        """The namespaces that get it."""
        return list(self.fields.get("namespaces") or ())

    def path(self, *steps: str | int) -> Steps:
        """Give the values path that decides about a field: its own, or that of the defaults."""
        if steps and self.own.get(str(steps[0])) is None and steps[0] in self.fields:
            return ("networkDefaults", *steps)
        return ("networks", self.key, *steps)

    def config(self) -> Any:
        """Give what `spec.config` holds: a text where the user gave one, otherwise a map.

        A text lacks the name and version that the chart puts in front; `missing` gives them.
        """
        raw = self.fields.get("config")
        if raw is None:
            return _typed(self)
        return _completed(raw, self) if isinstance(raw, dict) else raw

    def missing(self) -> dict[str, Any]:
        """Give the keys that the chart adds to a configuration of the user's, where it lacks them."""
        return {"cniVersion": self.fields.get("cniVersion"), "name": self.name}

    def values_path(self, path: Steps) -> Steps:
        """Give the values path of something in the configuration that the chart makes."""
        if self.fields.get("config") is not None:
            return (
                self.path("config", *path) if isinstance(self.fields["config"], dict) else self.path("config")
            )
        if path[:1] == ("plugins",) and len(path) > 1:
            at = int(path[1])
            return self._plugin_path(path[2:]) if at == 0 else self.path("plugins", at - 1, *path[2:])
        return self.path(*path[:1]) if path[:1] in (("name",), ("cniVersion",)) else self.path()

    def _plugin_path(self, path: Steps) -> Steps:
        if path[:1] != ("ipam",):
            return self.path(*path[:1])
        field, rest = (path[1:2], path[2:]) if len(path) > 1 else ((), ())
        if field == ("ipRanges",):
            return self.path("ranges", *(_OWN_NAMES.get(str(step), step) for step in rest))
        names = [_OWN_NAMES.get(str(step), step) for step in field]
        return self.path(*names, *rest)


def networks(values: Mapping[str, Any], *, configuration_path: str = "") -> list[Network]:
    """Give the networks that are not switched off, of values with the chart's defaults in them.

    `configuration_path` is where Whereabouts finds its file, if it would not find it itself.
    """
    defaults = values.get("networkDefaults") or {}
    found = [
        Network(key, own, _merged(defaults, own), configuration_path)
        for key, own in (values.get("networks") or {}).items()
        if isinstance(own, dict)
    ]
    return [network for network in found if network.fields.get("enabled") is not False]


def _merged(into: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Merge maps deep; lists replace; null removes."""
    merged = {key: value for key, value in into.items() if value is not None}
    for key, value in over.items():
        if value is None:
            merged.pop(key, None)
        elif isinstance(value, dict) and key != "config":
            below = merged.get(key)
            merged[key] = _merged(below if isinstance(below, dict) else {}, value)
        else:
            merged[key] = value
    return merged


def _typed(network: Network) -> dict[str, Any]:
    fields = network.fields
    ipam: dict[str, Any] = {"type": "whereabouts"}
    if fields.get("ranges"):
        ipam["ipRanges"] = [_range(each) for each in fields["ranges"]]
    else:
        ipam |= _range(fields)
    if network.configuration_path:
        ipam["configuration_path"] = network.configuration_path
    ipam |= {new: fields[old] for old, new in _IPAM_FIELDS if fields.get(old)}
    if fields.get("routes"):
        ipam["routes"] = [_route(route) for route in fields["routes"]]
    if isinstance(fields.get("enableOverlappingRanges"), bool):
        ipam["enable_overlapping_ranges"] = fields["enableOverlappingRanges"]
    ipvlan = {"type": "ipvlan", "master": fields.get("master"), "ipam": ipam}
    ipvlan |= {key: fields[key] for key in ("mode", "mtu") if fields.get(key)}
    return {**network.missing(), "plugins": [ipvlan, *(fields.get("plugins") or ())]}


def _route(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {key: fields[key] for key in ("dst", "gw") if fields.get(key)}


def _range(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "range": fields.get("range"),
        **{new: fields[old] for old, new in _RANGE_FIELDS if fields.get(old)},
    }


def _completed(raw: dict[str, Any], network: Network) -> dict[str, Any]:
    """Give a configuration of the user's with what the chart adds."""
    plugins = raw.get("plugins")
    if isinstance(plugins, list):
        raw = {**raw, "plugins": [_with_path(plugin, network.configuration_path) for plugin in plugins]}
    return {**network.missing(), **_with_path(raw, network.configuration_path)}


def _with_path(plugin: Any, configuration_path: str) -> Any:
    ipam = plugin.get("ipam") if isinstance(plugin, dict) else None
    if not configuration_path or not isinstance(ipam, dict) or ipam.get("type") != "whereabouts":
        return plugin
    return {**plugin, "ipam": {"configuration_path": configuration_path, **ipam}}
