"""One of the two charts, and what its scenarios give."""

from collections.abc import Mapping
from concurrent.futures import Future
from typing import Final, NamedTuple

from chartgen.chart.reference import Chart
from chartgen.chart.scenarios import Scenario
from chartgen.chart.values_schema import ValuesSchema
from chartgen.core.errors import InputError, UsageError
from chartgen.core.location import Location
from chartgen.lint.schema_references import remote_references
from chartgen.lint.templates import Templates
from chartgen.render.engine import BrokenChartError, RenderLimitError, Request
from chartgen.render.failure import ChartRefusesError
from chartgen.render.scenario import Target
from chartgen.render.threads import Lane

_LONGEST: Final = 400


class Failed(NamedTuple):
    """Why a scenario gives nothing: the schema refuses its values, or a template fails."""

    problem: str
    is_refused: bool


class Side:
    """Renders the scenarios of one chart, one after the other in a thread of its own."""

    def __init__(self, chart: Chart, lane: Lane, target: Target, kube_version: str) -> None:
        """Take the chart, and what it is rendered for.

        Raises:
            InputError: the chart's schema is no schema.
        """
        self.chart, self._lane, self._target = chart, lane, target
        self.kube_version = kube_version
        self._templates = Templates(chart, comment=lane.engine.reads_documents)
        # What a schema refers to elsewhere is not fetched.
        self._schema = None if remote_references(chart.schema or b"") else ValuesSchema(chart)

    def ask(self, scenario: Scenario) -> "Future[Rendered]":
        """Have a scenario rendered."""
        refused = self._refused(scenario)
        if refused is not None:
            done: Future[Rendered] = Future()
            done.set_result(refused)
            return done
        return self._lane.pool.submit(self._render, scenario)

    def _refused(self, scenario: Scenario) -> Failed | None:
        if self.chart.has_dependencies or self._schema is None:
            return None
        found = self._schema.refused(scenario.values)
        if not found:
            return None
        more = f" and {len(found) - 1} more" if len(found) > 1 else ""
        return Failed(found[0].message + more, is_refused=True)

    def _render(self, scenario: Scenario) -> "Rendered":
        """Render; what fails is a result.

        Raises:
            BrokenChartError, ToolError, UsageError: as `Engine.render_texts`, but for limits.
            InputError: the scenario is for what is no version or release.
        """
        try:
            texts = self._templates.render(self._lane.engine, self._request(scenario))
        except BrokenChartError:
            raise
        except UsageError as error:
            if not (scenario.kubernetes or scenario.release):
                raise
            raise InputError(error.problem, where=scenario.file, hint="change its first comments") from error
        except ChartRefusesError as error:
            # The template that happened to run first says nothing.
            return Failed(_short(error.problem), is_refused=True)
        except (InputError, RenderLimitError) as error:
            place = error.where.file if isinstance(error.where, Location) else error.where
            inside = str(place or "").removeprefix(self.chart.path_of(""))
            return Failed(_short(f"{inside}: {error.problem}" if inside else error.problem), is_refused=False)
        prefix = f"{self.chart.name}/"
        return {path.removeprefix(prefix): text for path, text in texts.items()}

    def _request(self, scenario: Scenario) -> Request:
        version = scenario.kubernetes or self.kube_version
        release, tree = self._target.release, scenario.values.tree
        return Request(
            chart=self._templates.unchecked if not self.chart.has_dependencies else self.chart,
            values=tree,
            integers=scenario.values.integers,
            kube_version=version,
            release=release._replace(
                name=scenario.release or release.name, namespace=scenario.namespace or release.namespace
            ),
            api_versions=(
                *self._target.api_versions,
                *scenario.apis,
                *self._api_versions(version, tree),
            ),
        )

    def _api_versions(self, version: str, values: object) -> tuple[str, ...]:
        """Give what a version of Kubernetes serves; of one without schemas, what Helm believes in must do."""
        try:
            return self._templates.api_versions(version, values)
        except UsageError:
            return ()

    def namespace(self, scenario: Scenario) -> str:
        """Give where objects of a scenario go that name no namespace."""
        return scenario.namespace or self._target.release.namespace


def _short(problem: str) -> str:
    """Give the beginning of what a template says, which may be anything."""
    return problem if len(problem) <= _LONGEST else f"{problem[: _LONGEST - 1]}…"


Rendered = Mapping[str, str] | Failed
"""What a scenario gives: what each template writes, by its path in the chart; or why there is nothing."""
