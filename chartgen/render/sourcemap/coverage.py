"""Which branches of a chart's templates no scenario enters.

A trace, as of Helm's linter, tells at once of all probes that a scenario meets; without one each probe that
is met ends a render.
"""

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple

from chartgen.chart.reference import Chart
from chartgen.core.errors import InputError
from chartgen.render.engine import RenderLimitError
from chartgen.render.sourcemap.branches import Branch, Probe, find_probes, with_probes

# What a probe says; nothing else in a chart does.
_MARK: Final = "chartgen-probe-"


@dataclass(frozen=True, slots=True)
class Scenario:
    """A render of a chart with some values, and the exact text that it must be refused with, if it must.

    `render` gets the chart with probes in it and raises what `Engine.render_texts` does. Whether the chart's
    schema lets the values pass is the caller's matter.
    """

    name: str
    render: Callable[[Chart], object]
    refusal: str = ""


class Failure(NamedTuple):
    """A scenario that does not end as it should; `error` is what the render raised, if it did."""

    scenario: str
    problem: str
    error: InputError | RenderLimitError | None = None


class Coverage(NamedTuple):
    """The branches that no scenario enters, in the order of files and lines, and the scenarios that fail."""

    uncovered: tuple[Branch, ...]
    failures: tuple[Failure, ...]


_Error = InputError | RenderLimitError
_Armed = dict[str, Probe]
"""Probes by what they say."""


def arms(chart: Chart) -> dict[str, Probe]:
    """Give a probe for each arm, by what it says: those that a scenario meets are its trace.

    Raises:
        InputError: a template whose actions have no end or do not fit together.
    """
    return _armed(find_probes(chart).arms)


def cover(chart: Chart, scenarios: Iterable[Scenario], traces: Iterable[Iterable[str]] = ()) -> Coverage:
    """Find the branches that neither the scenarios nor those of the traces enter.

    A trace has what the probes of `arms` say that are met where that does not end a render.
    There is a render for each scenario and one for each branch that no trace tells of. A scenario that must
    be refused covers the arm around the `fail` that refuses it, and no other; it takes two renders.

    Raises:
        InputError: a template whose actions have no end or do not fit together.
        ToolError: the engine fails; a template that takes too much time or memory only fails its scenario.
    """
    left, calls = (_armed(probes) for probes in find_probes(chart))
    for trace in traces:
        left = _without(left, set(trace))
    failures = []
    for scenario in scenarios:
        met, error = _run(chart, scenario, calls if scenario.refusal else left)
        failure = _failure(scenario, error)
        if failure:
            failures.append(failure)
        if not scenario.refusal:
            left = _without(left, met)
        elif met and not failure:
            # Those met before have not failed: `or .x (fail "…")`.
            covered = calls[met[-1]].branch
            left = {says: probe for says, probe in left.items() if probe.branch != covered}
    return Coverage(tuple(sorted(probe.branch for probe in left.values() if probe.branch)), tuple(failures))


def _without(probes: _Armed, met: Container[str]) -> _Armed:
    return {says: probe for says, probe in probes.items() if says not in met}


def _armed(probes: Iterable[Probe]) -> _Armed:
    return {f"{_MARK}{number}": probe for number, probe in enumerate(probes, 1)}


def _run(chart: Chart, scenario: Scenario, probes: _Armed) -> tuple[list[str], _Error | None]:
    """Render until no probe ends it, each taken out once it was met; gives those and the last error."""
    left, met = dict(probes), list[str]()
    while True:
        error = _error(scenario, with_probes(chart, left.items()))
        if error is None or error.problem not in left:
            return met, error
        met.append(error.problem)
        del left[error.problem]


def _error(scenario: Scenario, chart: Chart) -> _Error | None:
    try:
        scenario.render(chart)
    except (InputError, RenderLimitError) as error:
        return error
    return None


def _failure(scenario: Scenario, error: _Error | None) -> Failure | None:
    wanted = scenario.refusal
    if error is None:
        return Failure(scenario.name, f"is not refused with: {wanted}") if wanted else None
    if not wanted:
        return Failure(scenario.name, error.problem, error)
    if error.problem != wanted:
        return Failure(scenario.name, f"is refused with: {error.problem}, not with: {wanted}", error)
    return None
