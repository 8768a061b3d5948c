"""Branches that no scenario enters, and what `helm lint` says: both from the same runs of Helm's linter."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter
from types import MappingProxyType
from typing import Any, Final

from chartgen.chart.reference import SCHEMA_FILE, Chart
from chartgen.chart.scenarios import Scenario
from chartgen.core.errors import InputError
from chartgen.core.finding import Finding, Severity
from chartgen.core.location import Location
from chartgen.render import engine as engines
from chartgen.render.engine import Engine, LintMessage, RenderLimitError, Request
from chartgen.render.sourcemap import coverage
from chartgen.render.sourcemap.branches import branches
from chartgen.render.sourcemap.coverage import Coverage

RequestOf = Callable[[Scenario], Request]
"""Gives the render of a scenario for one version of Kubernetes."""

_SCENARIOS: Final = "ci/"
_READS_SCENARIOS: Final = re.compile(rb"\.Files\b(?!\.(?:Get|GetBytes|Lines)\b)|\bci/")
_SHOWN: Final = 8
_KNOWN: Final = frozenset({"templates", "values.yaml", "Chart.yaml", "charts", "crds"})
_SEVERITIES: Final = {"error": Severity.ERROR, "warning": Severity.WARNING, "info": Severity.INFO}
_TOLD_ELSEWHERE: Final = re.compile(
    r"icon is recommended|file does not exist|chart type is not valid in apiVersion|version is required"
    r"|chart\.metadata|apiVersion is required|version '.*' is not a valid SemVer|dependencies are not valid"
)
"""What rules of our own say, with a place."""


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

    def findings(self, chart: Chart, minimum: float | None = None) -> Iterator[Finding]:
        """Yield what is wrong; `minimum` is how much of the branches must be entered, in percent."""
        if minimum is not None and self.percent < minimum:
            found = f"{self.entered} of {self.total} branches are entered, {self.percent:.1f} %"
            problem = f"{found}; it must be {minimum:g} %"
            hint = "`chartgen lint --coverage FILE` shows the others"
            yield Finding(Location(chart.reference), "branch-coverage", Severity.ERROR, problem, hint)
        for scenario, message in self.messages:
            yield from _of_helm_lint(chart, scenario, message)
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


class HelmLint:
    """The runs of Helm's linter, one for each scenario, which go on while other things are done."""

    def __init__(
        self,
        chart: Chart,
        scenarios: Sequence[Scenario],
        request_of: RequestOf,
        engine: Engine,
        pool: Executor,
    ) -> None:
        """Start them in a pool, whose one thread has the engine for itself until they are done.

        Raises:
            InputError: a template whose actions have no end or do not fit together.
        """
        self._chart, self._request_of, self._engine = chart, request_of, engine
        traceable = _without_idle(coverage.traceable(chart))
        self._runs: list[tuple[Scenario, Future[engines.Linted]]] = [
            (scenario, pool.submit(_lint, engine, replace(request_of(scenario), chart=traceable)))
            for scenario in scenarios
        ]

    def wait(self) -> None:
        """Wait until the engine is free again.

        Raises:
            ToolError: the engine fails.
        """
        for _, linted in self._runs:
            linted.result()

    def outcome(self, rendered: Collection[int], negatives: Sequence[Scenario]) -> Outcome:
        """Say how the scenarios test the chart; `rendered` are the ids of those that render.

        Raises:
            InputError: a template whose actions have no end or do not fit together.
            ToolError: the engine fails.
        """
        self.wait()
        good = [(scenario, linted.result()) for scenario, linted in self._runs if id(scenario) in rendered]
        traces = {each: linted.failures for each, linted in good if not _is_rendered_otherwise(each)}
        covered = coverage.cover(
            self._chart,
            [
                coverage.Scenario(each.name, self._render(self._request_of(each)), each.refused)
                for each in (*negatives, *(each for each, _ in good if each not in traces))
            ],
            traces.values(),
        )
        messages = [(scenario, message) for scenario, linted in good for message in linted.messages]
        return Outcome(messages, covered, negatives, len(branches(self._chart)))

    def _render(self, request: Request) -> Callable[[Chart], object]:
        return lambda chart: self._engine.render_texts(replace(request, chart=chart))


def _is_rendered_otherwise(scenario: Scenario) -> bool:
    """Say whether the linter cannot be told what a scenario is rendered for; it also loses nulls."""
    is_told = scenario.apis or scenario.kubernetes or scenario.release
    return bool(is_told) or _has_null(scenario.values.tree)


def _has_null(node: Any) -> bool:
    if isinstance(node, dict):
        return any(_has_null(value) for value in node.values())
    return node is None or (isinstance(node, list) and any(_has_null(item) for item in node))


def _without_idle(chart: Chart) -> Chart:
    """Leave out what Helm reads from the folder several times in each run, and has no use for.

    Values have been compared with their schema; scenarios are read by templates that list files, if at all.
    """
    are_read = any(_READS_SCENARIOS.search(text) for text in chart.files.values() if b"{{" in text)
    kept = {
        path: text
        for path, text in chart.files.items()
        if path != SCHEMA_FILE and (are_read or not path.startswith(_SCENARIOS))
    }
    return replace(chart, files=MappingProxyType(kept))


def _lint(engine: Engine, request: Request) -> engines.Linted:
    try:
        return engine.lint(request)
    except (InputError, RenderLimitError):
        # The render of the scenario fails too, and is a finding.
        return engines.Linted((), ())


def _of_helm_lint(chart: Chart, scenario: Scenario, message: LintMessage) -> Iterator[Finding]:
    if _TOLD_ELSEWHERE.search(message.text):
        return
    path = message.path.strip("/")
    # What is wrong with the chart as a whole stands at the folder that it was linted in.
    if not any(each == path or each.startswith(f"{path}/") for each in chart.files):
        path = path if path.split("/")[0] in _KNOWN else "Chart.yaml"
    place = Location(chart.path_of(path))
    yield Finding(place, "helm-lint", _SEVERITIES[message.severity], message.text, scenarios=(scenario.name,))
