"""One scenario: values checked against the chart's schema, then rendered."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from queue import SimpleQueue
from typing import Any

from chartgen.chart.reference import Chart
from chartgen.chart.values import Values
from chartgen.chart.values_schema import Refused, ValuesSchema
from chartgen.core.errors import InputError
from chartgen.core.location import Location
from chartgen.core.values_path import Steps, path_at_start
from chartgen.render.engine import Engine, Release, Rendered, RenderLimitError, Request
from chartgen.render.failure import check_kube_version
from chartgen.render.threads import threads

_SHOWN = 20
_SCHEMA_REFUSES = "values don't meet the specifications of the schema"


@dataclass(frozen=True, slots=True)
class Target:
    """What every scenario of a run is rendered for."""

    release: Release
    kube_version: str
    api_versions: tuple[str, ...] = ()
    include_crds: bool = False

    def check(self, chart: Chart) -> None:
        """Refuse, without an engine, what no engine renders whatever the values are.

        Raises:
            UsageError: a release name or Kubernetes version that Helm refuses.
            InputError: a library chart, or one that does not allow the Kubernetes version.
        """
        Request(chart=chart, values={}, kube_version=self.kube_version, release=self.release).check()
        check_kube_version(chart, self.kube_version)


class Scenarios:
    """Renders scenarios of one chart; its schema is compiled once."""

    def __init__(self, engine: Engine, chart: Chart, target: Target) -> None:
        """Take what all scenarios share.

        Raises:
            InputError: the chart's `values.schema.json` is no schema.
        """
        self.engine, self._chart, self._target = engine, chart, target
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
            return self.engine.render(request)
        except (InputError, RenderLimitError) as error:
            if _SCHEMA_REFUSES in error.problem:
                # Helm has judged; our words have the place, where we see the same.
                self._refuse(values)
            raise _placed(error, values, self._chart) from error

    def check(self, values: Values) -> None:
        """Check values against the chart's schema; with subcharts only Helm can, while it renders.

        Raises:
            InputError: the schema refuses them; the text names every place.
        """
        if not self._chart.has_dependencies:
            self._refuse(values)

    def _refuse(self, values: Values) -> None:
        if found := self._schema.refused(values):
            raise _refusal(found)


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

    with threads(len(workers), [worker.engine for worker in workers]) as pool:
        yield from pool.map(render, checked())


_compiled = lru_cache(maxsize=1)(ValuesSchema)
"""Engines that render one chart side by side share its schema."""


def _placed(
    error: InputError | RenderLimitError, values: Values, chart: Chart
) -> InputError | RenderLimitError:
    """Give a refusal of the chart that starts with a values path the place of that value.

    Helm names the template that happened to run first, which says nothing to whoever wrote the values. Any
    other failure says which values it was rendered with: there may be many.
    """
    subcharts = _subcharts(error.where, chart)
    named = path_at_start(error.problem, _below(values.tree, subcharts))
    if named is not None:
        place = values.locate((*subcharts, *named.path), key=named.is_nested)
        return type(error)(error.problem, where=place, hint=error.hint)
    files = ", ".join(dict.fromkeys(document.file for document in values.documents))
    hints = [error.hint, f"rendered with {files}" if files else ""]
    return type(error)(error.problem, where=error.where, hint="; ".join(filter(None, hints)))


def _subcharts(where: Location | str | None, chart: Chart) -> Steps:
    """Give the names of the subcharts, from the outermost, that a template belongs to."""
    file = where.file if isinstance(where, Location) else ""
    found = re.match(r"((?:charts/[^/]+/)+)templates/", file.removeprefix(chart.path_of("")))
    return tuple(found[1].split("/")[1::2]) if found else ()


def _below(tree: Any, path: Steps) -> Any:
    for step in path:
        tree = tree.get(step) if isinstance(tree, dict) else None
    return tree


def _refusal(found: Sequence[Refused]) -> InputError:
    first = found[0]
    if len(found) == 1:
        return InputError(first.message, where=first.location, hint=first.hint)
    lines = [f"the chart's schema refuses {len(found)} values:"]
    for each in found[:_SHOWN]:
        hint = f" ({each.hint})" if each.hint else ""
        lines.append(f"  {each.location}: {each.message}{hint}")
    if len(found) > _SHOWN:
        lines.append(f"  and {len(found) - _SHOWN} more")
    return InputError("\n".join(lines))
