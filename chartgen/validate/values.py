"""Values against the chart's schema and against what they mean, all findings at once."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from chartgen.chart.attachment import attachment
from chartgen.chart.cluster import Platform, chosen_platform, platforms
from chartgen.chart.network_refusals import network_refusals
from chartgen.chart.networks import Network, networks
from chartgen.chart.reference import Chart
from chartgen.chart.values import Values, coalesce
from chartgen.chart.values_schema import ValuesSchema, locate
from chartgen.cni import addresses, advice
from chartgen.cni.problem import Problem
from chartgen.cni.versions import Versions
from chartgen.core.finding import Finding, Severity
from chartgen.core.location import Location
from chartgen.core.values_path import Steps
from chartgen.validate import fit, overlaps
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
        if "networkDefaults" not in sections and () not in refused and ("networks",) not in refused:
            yield from self._networks({path[1] for path in refused if path[:1] == ("networks",)})

    def _networks(self, refused: set[str | int]) -> Iterator[Finding]:
        platform = chosen_platform(self.merged, self.platforms)
        found = [
            network
            for network in networks(
                self.merged, configuration_path=platform.configuration_path if platform else ""
            )
            if network.key not in refused
        ]
        bad = set()
        for network, each in network_refusals(found, platform.cluster_network if platform else ""):
            bad.add(network.key)
            place = self.place(each.path, key=isinstance(network.own, dict) and len(each.path) == 2)  # noqa: PLR2004
            yield Finding(place, "values-refused", Severity.ERROR, each.message)
        versions = platform.versions if platform else Versions()
        attached: list[Attached] = []
        for network in found:
            if network.key not in bad:
                one, problems = self._attached(network, versions)
                attached.append(one)
                yield from one.findings(problems)
        yield from self._together(attached)
        if platform:
            yield from self._unreachable(found, platform)
            for problem in fit.values_problems(platform):
                yield finding(problem, self.place(problem.path))

    def _attached(self, network: Network, versions: Versions) -> tuple[Attached, list[Problem]]:
        read = attachment(network, versions)
        has_tree = read.tree is not None
        found = advice.problems(read, versions.whereabouts) if has_tree else advice.address_problems(read)
        place = partial(self._place_of, network)
        label = f"networks.{network.key}"
        one = Attached(label, str(network.name), tuple(network.namespaces), read, place)
        return one, [*read.problems, *found]

    def _place_of(self, network: Network, path: Steps) -> Location:
        return self.place(network.values_path(path))

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
