"""From hits to findings: severity, place, and the scenarios in which each was found."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from chartgen.core.finding import Finding
from chartgen.core.location import Location
from chartgen.lint.rule import Hit, Rule
from chartgen.lint.settings import Settings

ValueShown = Callable[[Location], Location | None]
"""Gives the place of the value that is shown at a place of what was rendered."""


def nothing(_: Location) -> Location | None:
    """Give no value, as of manifests."""
    return None


@dataclass(slots=True)
class _Known:
    """A finding, the versions by scenario in which it was found, and how to find the value that it shows."""

    finding: Finding
    value_shown: ValueShown
    where: dict[str, set[str]] = field(default_factory=dict)

    def complete(self, scenarios: Iterable[str]) -> Finding:
        """Give the finding with its scenarios, and the value that its line shows in the first of them."""
        found = replace(self.finding, scenarios=tuple(sorted(scenarios)))
        value = None if found.location.values_path else self.value_shown(found.location)
        if value is None:
            return found
        location = found.location._replace(values_path=value.values_path)
        return replace(found, location=location, related=(value,))


class Collector:
    """Collects findings; what is found in several scenarios is one, with all their names.

    `versions` are, by scenario, the versions of Kubernetes that it is rendered for.
    """

    def __init__(self, settings: Settings) -> None:
        """Start without any."""
        self._settings = settings
        self._found: dict[tuple[Location, str, str], _Known] = {}
        self._versions: dict[str, set[str]] = {}
        self._told: set[tuple[str, str, str]] = set()

    def rendered(self, scenario: str, version: str) -> None:
        """Say that a scenario is rendered for a version."""
        self._versions.setdefault(scenario, set()).add(version)

    def hit(
        self,
        rule: Rule,
        hit: Hit,
        *,
        scenario: str = "",
        version: str = "",
        value_shown: ValueShown = nothing,
    ) -> None:
        """Take a hit of a rule."""
        place = hit.location or Location("")
        if hit.object is not None:
            place = hit.object.locate(hit.path, key=hit.is_key)
        found = Finding(place, rule.id, hit.severity or rule.severity, hit.message, hit.hint)
        self.finding(found, scenario=scenario, version=version, value_shown=value_shown)

    def finding(
        self,
        found: Finding,
        *,
        scenario: str = "",
        version: str = "",
        value_shown: ValueShown = nothing,
    ) -> None:
        """Take a finding, of a scenario or of the chart, if its rule runs."""
        if found.rule not in self._settings.rules:
            return
        self._told.add((found.rule, scenario, found.location.file))
        found = replace(found, severity=self._settings.severity(found.rule, found.severity))
        known = self._found.setdefault(
            (found.location, found.rule, found.message), _Known(found, value_shown)
        )
        known.finding = replace(
            known.finding,
            severity=max(known.finding.severity, found.severity),
            hint=known.finding.hint or found.hint,
        )
        if scenario:
            known.where.setdefault(scenario, set()).add(version)

    def is_told(self, rule: str, scenario: str, file: str) -> bool:
        """Say whether a rule found something in a file, in a scenario or in all, or is not to run."""
        places = {(rule, scenario, file), (rule, "", file)}
        return rule not in self._settings.rules or not self._told.isdisjoint(places)

    def findings(self) -> list[Finding]:
        """Give all findings, sorted; a scenario is named with its version where another one is clean.

        Only now is the value looked for that the line of each shows, which takes renders.
        """
        return sorted(known.complete(self._names(known.where.items())) for known in self._found.values())

    def _names(self, where: Iterable[tuple[str, set[str]]]) -> Iterator[str]:
        for scenario, versions in where:
            if versions == self._versions.get(scenario):
                yield scenario
            else:
                yield from (f"{scenario} (Kubernetes {version})" for version in versions)
