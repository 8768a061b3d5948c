"""What a chart's values choose for the nodes: the platform, and the versions of what runs there."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from chartgen.chart.reference import Chart
from chartgen.cni.versions import Versions, parse_version

_FOLDER: Final = "files/platforms/"
_SEARCHED: Final = ("/etc/cni/net.d", "/etc/kubernetes/cni/net.d")
COMPONENTS: Final = ("multus", "whereabouts")


@dataclass(frozen=True, slots=True)
class Platform:
    """One of the chart's platforms with these values; `file` is what the chart knows of it."""

    name: str
    file: Mapping[str, Any]
    values: Mapping[str, Any]

    @property
    def versions(self) -> Versions:
        """The versions of Multus and Whereabouts; where a tag names none, those of the platform's images."""
        found = {name: self._version(name) for name in COMPONENTS}
        return Versions(**{name: version for name, version in found.items() if version})

    @property
    def cluster_network(self) -> str:
        """What Multus is told to start first."""
        return self.setting("multus", "clusterNetwork")

    @property
    def configuration_path(self) -> str:
        """Where Whereabouts finds its file, if it would not look there itself."""
        folder = self.setting("daemonset", "cniConfDir").removesuffix("/")
        return "" if folder in _SEARCHED else f"{folder}/whereabouts.d/whereabouts.conf"

    def is_enabled(self, component: str) -> bool:
        """Say whether a component is installed."""
        chosen = str(_section(self.values, component).get("enabled", "")).lower()
        return component in self.file["components"] if chosen == "auto" else chosen == "true"

    def tag(self, component: str) -> str:
        """Give the tag that the user chose for an image, empty for the platform's own."""
        return str(_section(_section(self.values, component), "image").get("tag") or "")

    def setting(self, section: str, key: str) -> str:
        """Give a value that the platform completes."""
        own = _section(self.values, section).get(key)
        return str(own or self.file["defaults"].get(section, {}).get(key, ""))

    def _version(self, component: str) -> tuple[int, int, int] | None:
        own = self.file["images"].get(component, {}).get("tag", "")
        return parse_version(self.tag(component) or own) or parse_version(own)


def platforms(chart: Chart) -> dict[str, Mapping[str, Any]]:
    """Give what the chart knows of each platform; nothing for a chart that chartgen did not generate."""
    return {
        path.removeprefix(_FOLDER).removesuffix(".json"): json.loads(content)
        for path, content in sorted(chart.files.items())
        if path.startswith(_FOLDER) and path.endswith(".json")
    }


def chosen_platform(values: Mapping[str, Any], known: Mapping[str, Mapping[str, Any]]) -> Platform | None:
    """Give the platform of values with the chart's defaults in them; None for one that is not known."""
    name = values.get("platform")
    return Platform(name, known[name], values) if isinstance(name, str) and name in known else None


def _section(values: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = values.get(key)
    return found if isinstance(found, Mapping) else {}
