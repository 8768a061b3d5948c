"""Branches that no scenario enters, and what `helm lint` says: both from the same runs of Helm's linter."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Final

from chartgen.chart.reference import Chart
from chartgen.chart.scenarios import Scenario
from chartgen.core.finding import Finding, Severity
from chartgen.core.location import Location
from chartgen.render.engine import LintMessage
from chartgen.render.sourcemap.coverage import Coverage

_SHOWN: Final = 8
_KNOWN: Final = frozenset({"templates", "values.yaml", "Chart.yaml", "charts", "crds"})
_SEVERITIES: Final = {"error": Severity.ERROR, "warning": Severity.WARNING, "info": Severity.INFO}
_TOLD_BY: Final = (
    (re.compile(r"icon is recommended|each maintainer requires a name"), "chart-incomplete"),
    (re.compile(r"not valid in (?:apiVersion|the Chart file)|apiVersion is required"), "chart-api-version"),
    (re.compile(r"version '.*' is not a valid SemVer|ersion should be of type string"), "chart-version"),
    (re.compile(r"unable to parse YAML"), "manifest-yaml"),
    (re.compile(r"into Go struct field|must contain matchLabels or matchExpressions"), "schema"),
    (re.compile(r"does not conform to Kubernetes naming requirements"), "object-name"),
)
"""The rules of our own that say the same, with a place."""

_NOT_TOLD: Final = re.compile(
    r"file does not exist|is deprecated in v[0-9]|is not in 'apiextensions|is not 'CustomResourceDefinition'"
)
"""What is not wrong (a chart without values), or what `deprecated-api` and `crds-folder` always say."""

IsTold = Callable[[str, str, str], bool]
"""Says whether a rule has found something in a scenario, or in the chart, in a file."""


@dataclass(frozen=True, eq=False)
class Outcome:
    """How the scenarios of a chart test it; `total` is how many branches there are."""

    messages: Sequence[tuple[Scenario, LintMessage]]
    coverage: Coverage
    negatives: Sequence[Scenario]
    total: int

    @property
    def entered(self) -> int:
        """How many branches some scenario enters."""
        return self.total - len(self.coverage.uncovered)

    @property
    def percent(self) -> float:
        """How much of the branches some scenario enters; all of none is 100."""
        return 100.0 * self.entered / self.total if self.total else 100.0

    def findings(
        self, chart: Chart, minimum: float | None = None, is_told: IsTold = lambda *_: False
    ) -> Iterator[Finding]:
        """Yield what is wrong; `minimum` is how much of the branches must be entered, in percent.

        What a rule of our own tells, as `is_told` says, is left out.
        """
        if minimum is not None and self.percent < minimum:
            found = f"{self.entered} of {self.total} branches are entered, {self.percent:.1f} %"
            problem = f"{found}; it must be {minimum:g} %"
            hint = "`chartgen lint --coverage FILE` shows the others"
            yield Finding(Location(chart.reference), "branch-coverage", Severity.ERROR, problem, hint)
        for scenario, message in self.messages:
            yield from _of_helm_lint(chart, scenario, message, is_told)
        yield from self._uncovered(chart)
        files = {each.name: each.file for each in self.negatives}
        for failure in self.coverage.failures:
            if failure.scenario in files:
                problem = f"the scenario {failure.problem}"
                yield Finding(Location(files[failure.scenario]), "scenario-refused", Severity.ERROR, problem)

    def _uncovered(self, chart: Chart) -> Iterator[Finding]:
        """Yield one finding for each file: a chart without scenarios has hundreds of such branches."""
        for file, found in groupby(self.coverage.uncovered, key=attrgetter("file")):
            first, *others = found
            place = Location(chart.path_of(file), first.line, first.column)
            problem = f"no scenario enters this branch: {first.kind} {first.text}"
            if others:
                lines = list(dict.fromkeys(str(each.line) for each in others))
                more = f" and {len(lines) - _SHOWN} more" if len(lines) > _SHOWN else ""
                others_are = "1 other" if len(others) == 1 else f"{len(others)} others"
                in_lines = "line" if len(lines) == 1 else "lines"
                problem += f"; nor {others_are} in {in_lines} {', '.join(lines[:_SHOWN])}{more}"
            yield Finding(place, "branch-uncovered", Severity.INFO, problem)


def _of_helm_lint(
    chart: Chart, scenario: Scenario, message: LintMessage, is_told: IsTold
) -> Iterator[Finding]:
    path = message.path.strip("/")
    # What is wrong with the chart as a whole stands at the folder that it was linted in.
    if not any(each == path or each.startswith(f"{path}/") for each in chart.files):
        path = path if path.split("/")[0] in _KNOWN else "Chart.yaml"
    place = Location(chart.path_of(path))
    rules = (rule for pattern, rule in _TOLD_BY if pattern.search(message.text))
    if _NOT_TOLD.search(message.text) or any(is_told(rule, scenario.name, place.file) for rule in rules):
        return
    yield Finding(place, "helm-lint", _SEVERITIES[message.severity], message.text, scenarios=(scenario.name,))
