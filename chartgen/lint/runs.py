"""Renders all scenarios of a chart for all versions, as often as it takes and no more."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Final, NamedTuple

from chartgen.chart.reference import Chart
from chartgen.chart.scenarios import DEFAULTS, Scenario
from chartgen.chart.values_schema import ValuesSchema
from chartgen.core.finding import Finding, Severity
from chartgen.lint.collecting import Collector
from chartgen.lint.crds import of_folder
from chartgen.lint.facts import Run
from chartgen.lint.objects import Kubernetes, Object, Release
from chartgen.lint.rendering import Documents, Rendering, reads_capabilities
from chartgen.lint.renders import FAILED, REQUIRED, Answer, Given, Renders
from chartgen.lint.schema_references import remote_references
from chartgen.lint.settings import Settings
from chartgen.lint.templates import Templates
from chartgen.lint.versions import CRD, kubernetes, versions
from chartgen.render.engine import Request
from chartgen.render.threads import Lane

_DEFAULT_SCHEMA: Final = "values-default-schema"
# How the message of a schema ends that wants a key.
_MISSING: Final = " is missing"


class _Asked(NamedTuple):
    """What a scenario will give for a version; versions may share it."""

    scenario: Scenario
    version: str
    answer: Answer


class Runs:
    """The renders of one chart."""

    def __init__(self, chart: Chart, lanes: Sequence[Lane], settings: Settings, collector: Collector) -> None:
        """Take what all renders share; the first lane renders, in the end all do.

        Raises:
            InputError: the chart's schema is no schema.
        """
        self._chart, self._lanes, self._settings, self._collector = chart, lanes, settings, collector
        self._engine = lanes[0].engine
        self.documents = Documents()
        """What they are made of, each read once."""
        self._templates = Templates(chart, comment=self._engine.reads_documents)
        self._renders = Renders(self._templates)
        # What a schema refers to elsewhere is not fetched; `schema-draft` says so.
        self._schema = None if remote_references(chart.schema or b"") else ValuesSchema(chart)
        self._crds = of_folder(chart)
        self._versions = () if chart.is_library else versions(chart, settings.kube_versions)
        self._validators: dict[tuple[object, ...], Kubernetes] = {}
        self._asked: list[_Asked] = []
        self._first: dict[int, Answer] = {}
        self._waiting: dict[int, list[tuple[Answer, Answer]]] = {}
        self._further: list[_Asked] = []
        self._of_defaults: list[tuple[str, Finding]] = []
        self._is_rendered = False

    def ask(self, scenarios: Sequence[Scenario]) -> None:
        """Have scenarios rendered for two versions, once for both where nothing depends on them.

        Even then little does. Renders with tokens come last: an engine keeps the chart that it has loaded. A
        library chart is not rendered: that is done where others use it.
        """
        if self._chart.is_library:
            return
        differ = reads_capabilities(self._chart, scenarios)
        second: list[tuple[Answer, Answer]] = []
        for scenario in scenarios:
            version, *others = (scenario.kubernetes,) if scenario.kubernetes else self._versions
            first = self._answer(scenario, version)
            self._asked.append(_Asked(scenario, version, first))
            self._first[id(scenario)] = first
            refused = list(self._refused(scenario))
            if refused:
                first.given.set_result(refused)
            else:
                self._start(self._renders.plain, first)
            if refused or not differ:
                self._asked += (_Asked(scenario, version, first) for version in others)
                continue
            for version in others:
                answer = self._answer(scenario, version, first)
                if version == others[0]:
                    self._asked.append(_Asked(scenario, version, answer))
                    second.append((answer, first))
                else:
                    self._further.append(_Asked(scenario, version, answer))
                    self._waiting.setdefault(id(scenario), []).append((answer, first))
        for answer, first in second:
            self._start(self._renders.with_line_tokens, answer, first)

    def of(self, early: Callable[[Release], None] = lambda _: None) -> Iterator[Run]:
        """Yield what scenarios give for two versions; one that fails is a finding.

        `early` gets releases as they come, while the engine renders further ones.

        Raises:
            BrokenChartError: a template that does not parse, dependencies that are missing.
            ToolError: the engine fails.
            UsageError: a release name or Kubernetes version that Helm refuses.
        """
        for scenario, version, answer in self._asked:
            answered = None if answer.first else answer.result()
            if isinstance(answered, Rendering):
                early(self._run(scenario, version, answered).release)
        yield from self._answered(self._asked)

    def is_rendered(self, scenario: Scenario) -> bool:
        """Wait until it is known whether a scenario renders."""
        answer = self._first[id(scenario)]
        return answer.given.exception() is None and not isinstance(answer.given.result(), list)

    def go_on(self, scenario: Scenario) -> None:
        """Have a scenario rendered for further versions: what `of` gave has been looked at.

        Such a render tells which values the lines show that were asked for, too.
        """
        for answer, first in self._waiting.pop(id(scenario), ()):
            lane = len(self._waiting) % len(self._lanes)
            self._start(self._renders.with_value_tokens, answer, first, lane=lane)

    def further(self) -> Iterator[Run]:
        """Yield what the scenarios give for further versions; call it once, behind `of`.

        Raises:
            BrokenChartError, ToolError, UsageError: as `of`.
        """
        for scenario, _, _ in self._further:
            self.go_on(scenario)
        yield from self._answered(self._further)
        for version, found in self._of_defaults:
            told = _told_of_defaults(found, is_choice=self._is_rendered)
            self._collector.finding(told, scenario=DEFAULTS, version=version)

    def _answered(self, asked: Iterable[_Asked]) -> Iterator[Run]:
        for scenario, version, answer in asked:
            self._collector.rendered(scenario.name, version)
            answered = answer.result()
            if isinstance(answered, Rendering):
                self._is_rendered = True
                yield self._run(scenario, version, answered)
            elif _is_default(scenario):
                self._of_defaults += ((version, found) for found in answered)
            else:
                for found in answered:
                    self._collector.finding(found, scenario=scenario.name, version=version)

    def _answer(self, scenario: Scenario, version: str, first: Answer | None = None) -> Answer:
        request = self.request(scenario, version)
        read = partial(self._rendering, request)
        return Answer(request, read, first, is_default=_is_default(scenario))

    def _start(self, render: Callable[..., Given], answer: Answer, *more: Answer, lane: int = 0) -> None:
        engine, pool = self._lanes[lane]
        answer.given = pool.submit(render, engine, answer, *more)

    def _refused(self, scenario: Scenario) -> Iterator[Finding]:
        if self._chart.has_dependencies or self._schema is None:
            return
        rule = _DEFAULT_SCHEMA if _is_default(scenario) else "values-schema"
        for each in self._schema.refused(scenario.values):
            yield Finding(each.location, rule, Severity.ERROR, each.message, each.hint)

    def _rendering(self, request: Request, texts: Mapping[str, str]) -> Rendering:
        return Rendering(request, texts, self._engine, self._templates, self.documents)

    def request(self, scenario: Scenario, version: str = "") -> Request:
        """Give the render of a scenario, for its newest version unless one is given."""
        version = version or scenario.kubernetes or self._versions[-1]
        release = self._settings.release
        return Request(
            chart=self._chart,
            values=scenario.values.tree,
            integers=scenario.values.integers,
            kube_version=version,
            release=release._replace(
                name=scenario.release or release.name,
                namespace=scenario.namespace or release.namespace,
            ),
            api_versions=(
                *self._settings.api_versions,
                *scenario.apis,
                *self._templates.api_versions(version, scenario.values.tree),
            ),
        )

    def _run(self, scenario: Scenario, version: str, rendering: Rendering) -> Run:
        objects = [*self._crds, *rendering.objects]
        release = rendering.request.release
        return Run(
            scenario,
            rendering,
            Release(
                scenario.name,
                self._kubernetes(version, objects),
                objects,
                name=release.name,
                namespace=release.namespace,
            ),
        )

    def _kubernetes(self, version: str, objects: Iterable[Object]) -> Kubernetes:
        crds = [each for each in objects if each.kind == CRD]
        key = (version, *(each.text for each in crds))
        if key not in self._validators:
            self._validators[key] = kubernetes(version, crds, self._settings.checker)
        return self._validators[key]


def _is_default(scenario: Scenario) -> bool:
    return scenario.name == DEFAULTS and not scenario.file


def _told_of_defaults(found: Finding, *, is_choice: bool) -> Finding:
    """Give what is wrong with the defaults; that values must be given is a choice where scenarios do."""
    wants_key = found.rule == _DEFAULT_SCHEMA and found.message.endswith(_MISSING)
    is_missing = found.rule == REQUIRED or wants_key
    if is_choice and is_missing:
        problem = f"the chart does not render with its defaults: {found.message}"
        return replace(found, rule=REQUIRED, severity=Severity.INFO, message=problem)
    return replace(found, rule=FAILED) if found.rule == REQUIRED else found
