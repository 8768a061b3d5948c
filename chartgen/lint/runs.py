"""Renders all scenarios of a chart for all versions, as often as it takes and no more."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from functools import partial
from typing import Final, NamedTuple

from chartgen.chart.reference import Chart
from chartgen.chart.scenarios import DEFAULTS, Scenario
from chartgen.chart.values_schema import ValuesSchema
from chartgen.core.finding import Finding, Severity
from chartgen.lint.collecting import Collector
from chartgen.lint.facts import Run
from chartgen.lint.objects import Kubernetes, Object, Release
from chartgen.lint.rendering import Documents, Rendering, reads_capabilities
from chartgen.lint.renders import FAILED, REQUIRED, Answer, Given, Renders
from chartgen.lint.schema_references import remote_references
from chartgen.lint.settings import Settings
from chartgen.lint.templates import Templates
from chartgen.lint.versions import CRD, kubernetes, versions
from chartgen.render.engine import Engine, Request
from chartgen.validate.manifest_file import read_manifests

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

    def __init__(
        self, chart: Chart, engine: Engine, settings: Settings, collector: Collector, pool: Executor
    ) -> None:
        """Take what all renders share; the one thread of the pool renders.

        Raises:
            InputError: the chart's schema is no schema.
        """
        self._chart, self._engine, self._settings = chart, engine, settings
        self._collector, self._pool = collector, pool
        self.documents = Documents()
        """What they are made of, each read once."""
        self._templates = Templates(chart, comment=engine.reads_documents)
        self._renders = Renders(engine, self._templates)
        # What a schema refers to elsewhere is not fetched; `schema-draft` says so.
        self._schema = None if remote_references(chart.schema or b"") else ValuesSchema(chart)
        self._crds = _crds(chart)
        self._versions = () if chart.is_library else versions(chart, settings.kube_versions)
        self._validators: dict[tuple[object, ...], Kubernetes] = {}
        self._waiting: dict[int, list[Callable[[], None]]] = {}
        self._further: list[_Asked] = []
        self._of_defaults: list[tuple[str, Finding]] = []
        self._is_rendered = False

    def of(
        self, scenarios: Sequence[Scenario], early: Callable[[Release], None] = lambda _: None
    ) -> Iterator[Run]:
        """Yield what each scenario gives for two versions; one that fails is a finding.

        A library chart gives nothing: it is rendered where others use it. `early` gets releases as they come,
        while the engine renders further ones.

        Raises:
            BrokenChartError: a template that does not parse, dependencies that are missing.
            ToolError: the engine fails.
            UsageError: a release name or Kubernetes version that Helm refuses.
        """
        asked = [] if self._chart.is_library else self._ask(scenarios)
        for scenario, version, answer in asked:
            answered = None if answer.first else answer.result()
            if isinstance(answered, Rendering):
                early(self._run(scenario, version, answered).release)
        yield from self._answered(asked)

    def go_on(self, scenario: Scenario) -> None:
        """Have a scenario rendered for further versions: what `of` gave has been looked at.

        Such a render tells which values the lines show that were asked for, too.
        """
        for start in self._waiting.pop(id(scenario), ()):
            start()

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

    def _ask(self, scenarios: Sequence[Scenario]) -> list[_Asked]:
        """Have each scenario rendered for two versions, once for both where nothing depends on them.

        Even then little does. Renders with tokens come last: an engine keeps the chart that it has loaded.
        """
        differ = reads_capabilities(self._chart, scenarios)
        asked: list[_Asked] = []
        second: list[Callable[[], None]] = []
        for scenario in scenarios:
            version, *others = (scenario.kubernetes,) if scenario.kubernetes else self._versions
            first = self._answer(scenario, version)
            asked.append(_Asked(scenario, version, first))
            refused = list(self._refused(scenario))
            if refused:
                first.given.set_result(refused)
            else:
                self._start(first, partial(self._renders.plain, first))
            if refused or not differ:
                asked += (_Asked(scenario, version, first) for version in others)
                continue
            for version in others:
                answer = self._answer(scenario, version, first)
                if version == others[0]:
                    asked.append(_Asked(scenario, version, answer))
                    render = partial(self._renders.with_line_tokens, answer, first)
                    second.append(partial(self._start, answer, render))
                else:
                    self._further.append(_Asked(scenario, version, answer))
                    render = partial(self._renders.with_value_tokens, answer, first)
                    self._waiting.setdefault(id(scenario), []).append(partial(self._start, answer, render))
        for start in second:
            start()
        return asked

    def _answer(self, scenario: Scenario, version: str, first: Answer | None = None) -> Answer:
        request = self.request(scenario, version)
        read = partial(self._rendering, request)
        return Answer(request, read, first, is_default=_is_default(scenario))

    def _start(self, answer: Answer, render: Callable[[], Given]) -> None:
        answer.given = self._pool.submit(render)

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


def _crds(chart: Chart) -> list[Object]:
    """Read the objects of the folder `crds/`.

    Raises:
        InputError: a file that is no YAML.
    """
    found: list[Object] = []
    for path, content in chart.files.items():
        if not path.startswith("crds/") or not path.endswith((".yaml", ".yml", ".json")):
            continue
        manifests = read_manifests(content, file=chart.path_of(path))
        found += [Object(manifest, path, repr(manifest.value)) for manifest in manifests]
    return found
