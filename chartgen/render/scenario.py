"""One scenario: values checked against the chart's schema, then rendered."""

import json
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from queue import SimpleQueue

from chartgen.chart.reference import SCHEMA_FILE, Chart
from chartgen.chart.values import Values, coalesce
from chartgen.core.errors import InputError
from chartgen.core.json_schema import Problem, Schema
from chartgen.core.location import Location
from chartgen.core.values_path import path_at_start
from chartgen.core.yaml import format_path
from chartgen.render.engine import Engine, Release, Rendered, Request

_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Target:
    """What every scenario of a run is rendered for."""

    release: Release
    kube_version: str
    api_versions: tuple[str, ...] = ()
    include_crds: bool = False


class Scenarios:
    """Renders scenarios of one chart; its schema is compiled once."""

    def __init__(self, engine: Engine, chart: Chart, target: Target) -> None:
        """Take what all scenarios share.

        Raises:
            InputError: the chart's `values.schema.json` is no schema.
        """
        self._engine, self._chart, self._target = engine, chart, target
        self._schema = _compiled(chart)

    def render(self, values: Values) -> Rendered:
        """Render one scenario.

        Raises:
            InputError: the schema refuses the values, or a template fails.
            ToolError: the engine fails, or a template takes too much time or memory.
            UsageError: a release name or Kubernetes version that Helm refuses.
        """
        self.check(values)
        return self.render_checked(values)

    def render_checked(self, values: Values) -> Rendered:
        """Render one scenario as `render` does, whose values `check` has let pass."""
        request = Request(
            chart=self._chart,
            values=values.tree,
            integers=values.integers,
            kube_version=self._target.kube_version,
            release=self._target.release,
            api_versions=self._target.api_versions,
            include_crds=self._target.include_crds,
        )
        try:
            return self._engine.render(request)
        except InputError as error:
            raise _placed(error, values) from error

    def check(self, values: Values) -> None:
        """Check values against the chart's schema.

        Raises:
            InputError: the schema refuses them; the text names every place.
        """
        if self._schema is None:
            return
        problems = self._schema.problems(coalesce(self._chart.default_values, values.tree))
        if problems:
            raise _refusal(problems, values)


def render_in_order(
    workers: Sequence[Scenarios], scenarios: Iterable[tuple[str, Values]]
) -> Iterator[tuple[str, Rendered]]:
    """Render named scenarios side by side, one at a time on each worker; results come in their order.

    All scenarios are taken and their values checked before the first result is given; meanwhile the workers
    already render.

    Raises:
        ChartgenError: as `Scenarios.render`, for the first scenario that fails, those with values that the
            schema refuses before all others; later ones are given up.
    """
    free: SimpleQueue[Scenarios] = SimpleQueue()
    for worker in workers:
        free.put(worker)

    def checked() -> Iterator[tuple[str, Values]]:
        for name, values in scenarios:
            workers[0].check(values)
            yield name, values

    def render(scenario: tuple[str, Values]) -> tuple[str, Rendered]:
        worker = free.get()
        try:
            return scenario[0], worker.render_checked(scenario[1])
        finally:
            free.put(worker)

    with ThreadPoolExecutor(len(workers)) as pool:
        try:
            yield from pool.map(render, checked())
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


@lru_cache(maxsize=1)
def _compiled(chart: Chart) -> Schema | None:
    if chart.schema is None:
        return None
    file = chart.path_of(SCHEMA_FILE)
    try:
        schema = json.loads(chart.schema)
    except (ValueError, RecursionError) as error:
        raise InputError(f"not JSON: {error}", where=file) from error
    if not isinstance(schema, dict):
        raise InputError("not a JSON Schema: a map is expected", where=file)
    return Schema(schema, file=file)


def _placed(error: InputError, values: Values) -> InputError:
    """Give a refusal of the chart that starts with a values path the place of that value.

    Helm names the template that happened to run first, which says nothing to whoever wrote the values.
    """
    named = path_at_start(error.problem, values.tree)
    if named is None:
        return error
    place = values.locate(named.path, key=named.is_nested)
    return InputError(error.problem, where=place, hint=error.hint)


def _refusal(problems: Sequence[Problem], values: Values) -> InputError:
    problems = sorted(problems, key=lambda problem: _place(problem, values))
    first = problems[0]
    if len(problems) == 1:
        return InputError(_line(first), where=_place(first, values), hint=first.hint)
    lines = [f"the chart's schema refuses {len(problems)} values:"]
    for problem in problems[:_SHOWN]:
        hint = f" ({problem.hint})" if problem.hint else ""
        lines.append(f"  {_place(problem, values)}: {_line(problem)}{hint}")
    if len(problems) > _SHOWN:
        lines.append(f"  and {len(problems) - _SHOWN} more")
    return InputError("\n".join(lines))


def _place(problem: Problem, values: Values) -> Location:
    return values.locate(problem.path, key=problem.is_about_key)


def _line(problem: Problem) -> str:
    return f"{format_path(problem.path) or 'values'}: {problem.message}"
