"""Values against the chart's schema and against what they mean, all findings at once."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial as bound
from typing import Any, Final

from chartgen.chart.cluster import Platform, chosen_platform, platforms
from chartgen.chart.network_refusals import network_refusals
from chartgen.chart.networks import Network, networks
from chartgen.chart.reference import Chart
from chartgen.chart.values import Values, coalesce
from chartgen.chart.values_schema import ValuesSchema, locate
from chartgen.cni import addresses, advice
from chartgen.cni.nad import Attachment
from chartgen.cni.problem import Problem
from chartgen.cni.versions import Versions
from chartgen.core.finding import Finding, Severity
from chartgen.core.location import Location
from chartgen.core.values_path import Steps, contains
from chartgen.core.yaml import format_path
from chartgen.validate import fit, overlaps, partial
from chartgen.validate.attached import Attached, finding
from chartgen.validate.refusals import refusals

_SECTIONS: Final = ("platform", "platformCheck", "multus", "whereabouts", "daemonset")
_NETWORKS: Final = ("networks", "networkDefaults")


@dataclass(frozen=True, slots=True)
class Cluster:
    """What is known of the cluster beside the values: its version, APIs, and named networks."""

    kube_version: str = ""
    api_versions: tuple[str, ...] = ()
    taken: tuple[tuple[str, addresses.Network], ...] = ()


class ValuesValidator:
    """Validates scenarios of one chart; what they share is read once."""

    def __init__(self, chart: Chart, cluster: Cluster | None = None) -> None:
        """Take the chart.

        Raises:
            InputError: its `values.schema.json` is no schema, or its `values.yaml` cannot be read.
        """
        self._chart = chart
        self._schema = ValuesSchema(chart)
        self._cluster = cluster or Cluster()
        self._platforms = platforms(chart)

    @property
    def knows_meaning(self) -> bool:
        """Whether the chart is one of ours, so that its values have a meaning beyond the schema."""
        return bool(self._platforms)

    def findings(self, values: Values) -> list[Finding]:
        """Give everything that is wrong with the values of one scenario, sorted by place."""
        scenario = _Scenario(self._chart, values, self._platforms, self._cluster)
        found = [*_duplicates(values)]
        refused = self._schema.refused(values, scenario.merged)
        found += [
            Finding(each.location, "values-schema", Severity.ERROR, each.message, each.hint)
            for each in refused
        ]
        if self.knows_meaning:
            found += scenario.meaning({each.path for each in refused})
        return sorted(set(found))

    def needs_rendering(self, values: Values, found: Iterable[Finding]) -> bool:
        """Say whether only Helm can tell the rest: of templates in the values, and of charts not ours."""
        if any(each.severity is Severity.ERROR for each in found):
            return False
        return not self.knows_meaning or bool(values.tree.get("extraObjects"))


def _duplicates(values: Values) -> Iterator[Finding]:
    for each in values.duplicates:
        path = each.second.values_path
        problem = f"{path}: the key stands twice, first in line {each.first.line}; the last one counts"
        yield Finding(each.second, "values-duplicate-key", Severity.WARNING, problem, "remove one of the two")


def _told(found: Iterable[Network], refused: Iterable[Steps]) -> dict[str, set[Steps]]:
    """Give what the schema refuses of each network."""
    by_key: dict[str | int, list[Steps]] = defaultdict(list)
    of_defaults = []
    for path in refused:
        if path[0] == "networks":
            by_key[path[1]].append(path)
        elif path[0] == "networkDefaults":
            of_defaults.append(path)
    return {network.key: partial.parts(network, by_key[network.key], of_defaults) for network in found}


def _problems(read: Attachment, versions: Versions) -> list[Problem]:
    has_tree = read.tree is not None
    found = advice.problems(read, versions.whereabouts) if has_tree else advice.address_problems(read)
    return [*read.problems, *found]


@dataclass(slots=True)
class _Scenario:
    """The work on one scenario."""

    chart: Chart
    values: Values
    platforms: Mapping[str, Mapping[str, Any]]
    cluster: Cluster
    merged: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        self.merged = coalesce(self.chart.default_values, self.values.tree)

    def place(self, path: Steps, *, key: bool = False) -> Location:
        return locate(self.values, self.chart, path, key=key)

    def meaning(self, refused: set[Steps]) -> Iterator[Finding]:
        """Yield what the schema lets through and nobody can mean; parts that it refuses are left out."""
        sections = {path[0] for path in refused if path}
        if not sections & {*_SECTIONS} and () not in refused:
            for each in refusals(
                self.merged,
                self.platforms,
                kube_version=self.cluster.kube_version,
                api_versions=self.cluster.api_versions,
            ):
                yield Finding(self.place(each.path), "values-refused", Severity.ERROR, each.message)
        if not refused & {(), ("networks",), ("networkDefaults",)}:
            yield from self._networks(refused)

    def _networks(self, refused: set[Steps]) -> Iterator[Finding]:
        platform = chosen_platform(self.merged, self.platforms)
        found = networks(self.merged, configuration_path=platform.configuration_path if platform else "")
        told = _told(found, refused)
        rests = [
            rest
            for network in found
            if partial.is_named(told[network.key])
            and (rest := partial.without(network, told[network.key])) is not None
        ]
        of_chart: dict[str, list[Steps]] = defaultdict(list)
        for network, each in network_refusals(rests, platform.cluster_network if platform else ""):
            if partial.follows(each.path, told[network.key]):
                continue
            of_chart[network.key].append(each.path)
            place = self.place(each.path, key=len(each.path) == 2)  # noqa: PLR2004 -- the network itself
            yield Finding(place, "values-refused", Severity.ERROR, each.message)
        versions = platform.versions if platform else Versions()
        attached: list[Attached] = []
        for network in found:
            read = partial.read(network, told[network.key], of_chart[network.key], versions)
            if read is not None:
                attached.append(self._attached(network, read))
                yield from attached[-1].findings(_problems(read, versions))
        yield from self._together(attached)
        sections = {path[0] for path in refused}
        if platform and "multus" not in sections:
            yield from self._unreachable(rests, platform)
        if platform and not sections & {*_SECTIONS}:
            for problem in fit.values_problems(platform):
                yield finding(problem, self.place(problem.path))

    def _attached(self, network: Network, read: Attachment) -> Attached:
        place, about = bound(self._place_of, network), bound(self._about, network)
        # Its namespaces may be what is refused, and what networks do to each other does not depend on them.
        return Attached(f"networks.{network.key}", str(network.name), (), read, place, about)

    def _place_of(self, network: Network, path: Steps) -> Location:
        steps = network.values_path(path)
        if self._is_of_chart(steps):
            return self.place(("networks", network.key), key=True)
        return self.place(steps)

    def _about(self, network: Network, path: Steps) -> str:
        """Name the default that a network has from the chart, and the network that has one of the user's."""
        steps = network.values_path(path)
        if steps[0] == "networks":
            return ""
        return format_path(steps) if self._is_of_chart(steps) else f"networks.{network.key}"

    def _is_of_chart(self, steps: Steps) -> bool:
        # Nobody can change a file of the chart's: what it sets is told where it is used.
        return steps[0] != "networks" and not contains(self.values.tree, steps[:2])

    def _together(self, attached: list[Attached]) -> Iterator[Finding]:
        for network, problem in overlaps.all_problems(attached, self.cluster.taken):
            yield from network.findings([problem])

    def _unreachable(self, found: Iterable[Network], platform: Platform) -> Iterator[Finding]:
        """Yield the networks that namespace isolation keeps from all pods but Multus' own neighbours."""
        multus = self.merged.get("multus") or {}
        if not platform.is_enabled("multus") or multus.get("namespaceIsolation") is not True:
            return
        shared = multus.get("globalNamespaces") or ()
        for network in found:
            for at, namespace in enumerate(network.namespaces):
                if namespace == "kube-system" and namespace not in shared:
                    place = self.place(network.path("namespaces", at))
                    problem = (
                        f"{place.values_path}: under multus.namespaceIsolation only pods of {namespace} can "
                        f"use the network {network.name} there"
                    )
                    hint = "name the namespaces of the pods, or add it to multus.globalNamespaces"
                    yield Finding(place, "values-isolation", Severity.WARNING, problem, hint)
