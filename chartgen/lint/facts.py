"""A chart as the rules about all of it see it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

from chartgen.chart.metadata import FILE_NAME as CHART_FILE
from chartgen.chart.reference import Chart
from chartgen.chart.scenarios import Scenario
from chartgen.chart.values_schema import locate
from chartgen.core import yaml
from chartgen.core.errors import InputError
from chartgen.core.location import Location
from chartgen.lint.declared import Declared
from chartgen.lint.objects import Object, Release
from chartgen.lint.rendering import Documents, Rendering
from chartgen.lint.templates import Templates
from chartgen.lint.values_use import ValuesUse
from chartgen.render.engine import MAX_RELEASE_NAME, Engine, RenderLimitError, Request
from chartgen.render.engine import Release as HelmRelease
from chartgen.render.sourcemap.actions import Token, tokens
from chartgen.render.sourcemap.insertion import text_of

ANOTHER_RELEASE: Final = HelmRelease("long-release-name".ljust(MAX_RELEASE_NAME, "x"), "another-namespace")


@dataclass(frozen=True, eq=False)
class Run:
    """One scenario rendered for one version: what came out, as text and as objects."""

    scenario: Scenario
    rendering: Rendering
    release: Release

    def value_shown(self, place: Location) -> Location | None:
        """Give the place of the value that is shown at a place: in a values file, or among the defaults."""
        path = self.rendering.value_at(place)
        chart = self.rendering.request.chart
        return None if path is None else locate(self.scenario.values, chart, path)


@dataclass(frozen=True, eq=False)
class ChartFacts:
    """The files of a chart, and all that was rendered of it."""

    chart: Chart
    runs: Sequence[Run]
    engine: Engine
    documents: Documents = field(default_factory=Documents)

    @cached_property
    def chart_file(self) -> yaml.Document:
        """`Chart.yaml` as it is written."""
        return yaml.load(self.chart.files[CHART_FILE], file=self.chart.path_of(CHART_FILE))

    @cached_property
    def templates(self) -> Mapping[str, Sequence[Token]]:
        """The chart's own templates and helpers, each as tokens, by their paths in the chart."""
        return {
            path: tuple(tokens(text_of(content), file=self.chart.path_of(path)))
            for path, content in self.chart.files.items()
            if path.startswith("templates/")
        }

    @cached_property
    def values_use(self) -> ValuesUse:
        """Which values are read, and which are not."""
        return ValuesUse(self.chart, (run.rendering for run in self.runs))

    @cached_property
    def declared(self) -> Declared:
        """Which values the chart says that it has."""
        return Declared(self.chart)

    @cached_property
    def one_run_each(self) -> Sequence[Run]:
        """A run of each scenario: the first version of Kubernetes."""
        return tuple({id(run.scenario): run for run in reversed(self.runs)}.values())[::-1]

    @cached_property
    def elsewhere(self) -> Sequence[tuple[Run, Rendering]]:
        """Some runs, each with what it renders to as another release: of the longest name, elsewhere.

        They are the first run and that with the most objects; what two runs show is worth two renders, and
        more would show little more. One that fails is left out.

        Raises:
            ToolError: the engine fails.
        """
        largest = max(self.runs, key=lambda run: len(run.release.objects), default=None)
        chosen = dict.fromkeys([*self.runs[:1], *([largest] if largest else [])])
        found = []
        for run in chosen:
            rendering = self.rendered(replace(run.rendering.request, release=ANOTHER_RELEASE))
            if rendering is not None:
                found.append((run, rendering))
        return tuple(found)

    def rendered(self, request: Request) -> Rendering | None:
        """Render the chart otherwise, as under another name of a release; None where that fails.

        `request` is that of a run, changed; its chart may be changed too.

        Raises:
            ToolError: the engine fails.
        """
        try:
            texts = self.engine.render_texts(request)
        except (InputError, RenderLimitError):
            return None
        same = (run.rendering.templates for run in self.runs if run.rendering.request.chart is request.chart)
        # Which lines can have tokens is then known already.
        templates = next(same, None) or Templates(request.chart, comment=self.engine.reads_documents)
        return Rendering(request, texts, self.engine, templates, self.documents)

    @cached_property
    def runs_by_object(self) -> Mapping[Object, Run]:
        """The run that gave an object."""
        return {each: run for run in reversed(self.runs) for each in run.release.objects}

    def place(self, path: str, line: int = 0, column: int = 0) -> Location:
        """Give a place in a file of the chart; a path that is empty stands for the chart itself."""
        return Location(self.chart.path_of(path) if path else self.chart.reference, line, column)
