"""Renders all scenarios of a chart for all versions, as often as it takes and no more."""

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import replace
from functools import partial
from typing import Final, NamedTuple

from chartgen.chart.reference import Chart
from chartgen.chart.scenarios import DEFAULTS, Scenario
from chartgen.chart.values_schema import ValuesSchema
from chartgen.core.errors import InputError
from chartgen.core.finding import Finding, Severity
from chartgen.lint.collecting import Collector
from chartgen.lint.facts import Run
from chartgen.lint.objects import Kubernetes, Object, Release
from chartgen.lint.rendering import Documents, Rendering, reads_capabilities
from chartgen.lint.schema_references import remote_references
from chartgen.lint.settings import Settings
from chartgen.lint.templates import Templates
from chartgen.lint.versions import CRD, kubernetes, versions
from chartgen.render.engine import BrokenChartError, Engine, RenderLimitError, Request
from chartgen.render.failure import ChartRefusesError
from chartgen.render.sourcemap.probing import Probed
from chartgen.render.threads import threads
from chartgen.validate.failure import failure
from chartgen.validate.manifest_file import read_manifests

_FAILED: Final = "render-failed"
_REQUIRED: Final = "values-required"
_DEFAULT_SCHEMA: Final = "values-default-schema"
_MOST_DIFFERING: Final = 3
# How the message of a schema ends that wants a key.
_MISSING: Final = " is missing"


class _Same(NamedTuple):
    """Texts that are those of another version but for its name, and the render with tokens that says so."""

    texts: Mapping[str, str]
    probed: Probed


_Given = dict[str, str] | Finding | list[Finding] | _Same


class _Answer:
    """What a scenario gives for a version: a rendering that is being made, or findings.

    `first` is what it gives for another version, if that is compared.
    """

    def __init__(
        self,
        version: str,
        read: Callable[[Mapping[str, str]], Rendering],
        first: "_Answer | None" = None,
    ) -> None:
        self.version, self.first = version, first
        self.given: Future[_Given] = Future()
        self._read = read
        self._result: Rendering | list[Finding] | None = None

    def result(self) -> Rendering | list[Finding]:
        """Wait for it, and read it once."""
        if self._result is None:
            self._result = self._of(self.given.result())
        return self._result

    def _of(self, given: _Given) -> Rendering | list[Finding]:
        if isinstance(given, dict):
            return self._read(given)
        if isinstance(given, _Same):
            same = self.first.result() if self.first else None
            if isinstance(same, Rendering):
                same.marked = given.probed
            return self._read(given.texts)
        return given if isinstance(given, list) else [given]


class Runs:
    """The renders of one chart."""

    def __init__(
        self, chart: Chart, engine: Engine, settings: Settings, collector: Collector, documents: Documents
    ) -> None:
        """Take what all renders share.

        Raises:
            InputError: the chart's schema is no schema.
        """
        self._chart, self._engine, self._settings = chart, engine, settings
        self._collector, self._documents = collector, documents
        self._templates = Templates(chart, comment=engine.reads_documents)
        # What a schema refers to elsewhere is not fetched; `schema-draft` says so.
        self._schema = None if remote_references(chart.schema or b"") else ValuesSchema(chart)
        self._crds = _crds(chart)
        self._versions = () if chart.is_library else versions(chart, settings.kube_versions)
        self._validators: dict[tuple[object, ...], Kubernetes] = {}
        self._differing = 0

    def of(
        self, scenarios: Sequence[Scenario], early: Callable[[Release], None] = lambda _: None
    ) -> Iterator[Run]:
        """Yield what each scenario gives for each version; one that fails is a finding.

        A library chart gives nothing: it is rendered where others use it. `early` gets releases as they come,
        while the engine renders further ones.

        Raises:
            BrokenChartError: a template that does not parse, dependencies that are missing.
            ToolError: the engine fails.
            UsageError: a release name or Kubernetes version that Helm refuses.
        """
        if self._chart.is_library:
            return
        with threads(1, [self._engine]) as pool:
            of_defaults: list[tuple[str, Finding]] = []
            is_rendered = False
            # The engine renders what comes next while what has come is read.
            asked = self._ask(scenarios, pool)
            for scenario, version, answer in asked:
                answered = None if answer.first else answer.result()
                if isinstance(answered, Rendering):
                    early(self._run(scenario, version, answered).release)
            for scenario, version, answer in asked:
                self._collector.rendered(scenario.name, version)
                answered = answer.result()
                if isinstance(answered, Rendering):
                    is_rendered = True
                    yield self._run(scenario, version, answered)
                elif _is_default(scenario):
                    of_defaults += ((version, found) for found in answered)
                else:
                    for found in answered:
                        self._collector.finding(found, scenario=scenario.name, version=version)
        for version, found in of_defaults:
            told = _of_defaults(found, is_choice=is_rendered)
            self._collector.finding(told, scenario=DEFAULTS, version=version)

    def _ask(self, scenarios: Sequence[Scenario], pool: Executor) -> list[tuple[Scenario, str, "_Answer"]]:
        """Have each scenario rendered for each version, once for all where nothing depends on them.

        Even then little does: the render for the second version is one with tokens, which tells where lines
        come from, too. Those come last, for an engine keeps the chart that it has loaded.
        """
        differ = reads_capabilities(self._chart, scenarios)
        asked: list[tuple[Scenario, str, _Answer]] = []
        waiting: list[tuple[_Answer, Callable[[], _Given]]] = []
        for scenario in scenarios:
            refused = list(self._refused(scenario))
            answers: list[_Answer] = []
            for version in (scenario.kubernetes,) if scenario.kubernetes else self._versions:
                if not answers or (differ and not refused):
                    request = self.request(scenario, version)
                    render = partial(self._texts, request, is_default=_is_default(scenario))
                    first = answers[0] if len(answers) == 1 else None
                    answer = _Answer(version, partial(self._rendering, request), first)
                    answers.append(answer)
                    if refused:
                        answer.given.set_result(refused)
                    elif first:
                        waiting.append((answer, partial(self._again, request, first, render)))
                    else:
                        answer.given = pool.submit(render)
                asked.append((scenario, version, answers[-1]))
        for answer, again in waiting:
            answer.given = pool.submit(again)
        return asked

    def _again(self, request: Request, first: "_Answer", render: "Callable[[], _Given]") -> "_Given":
        """Render with tokens what gave something for another version; as it is where that is not the same.

        It may name its version, as notes do.
        """
        plain = first.given.result()
        if not isinstance(plain, dict) or self._differing >= _MOST_DIFFERING:
            return render()
        versions = request.kube_version, first.version
        named: dict[str, str] = {}

        def rendered(chart: Chart) -> dict[str, str]:
            texts = self._templates.render(self._engine, replace(request, chart=chart))
            named.update((path, text) for path, text in texts.items() if versions[0] in text)
            return {path: text.replace(*versions) for path, text in texts.items()}

        with contextlib.suppress(InputError):
            probed = self._templates.tokens.render_once(rendered, plain)
            if probed:
                texts = {path: probed.pattern.sub("", text) for path, text in named.items()}
                return _Same({**plain, **texts}, probed)
        self._differing += 1
        return render()

    def _refused(self, scenario: Scenario) -> Iterator[Finding]:
        if self._chart.has_dependencies or self._schema is None:
            return
        rule = _DEFAULT_SCHEMA if _is_default(scenario) else "values-schema"
        for each in self._schema.refused(scenario.values):
            yield Finding(each.location, rule, Severity.ERROR, each.message, each.hint)

    def _texts(self, request: Request, *, is_default: bool) -> _Given:
        try:
            return self._templates.render(self._engine, request)
        except BrokenChartError:
            raise
        except RenderLimitError as error:
            return failure("render-limit", error)
        except InputError as error:
            is_refusal = is_default and isinstance(error, ChartRefusesError)
            return failure(_REQUIRED if is_refusal else _FAILED, error)

    def _rendering(self, request: Request, texts: Mapping[str, str]) -> Rendering:
        return Rendering(request, texts, self._engine, self._templates, self._documents)

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


def _of_defaults(found: Finding, *, is_choice: bool) -> Finding:
    """Give what is wrong with the defaults; that values must be given is a choice where scenarios do."""
    wants_key = found.rule == _DEFAULT_SCHEMA and found.message.endswith(_MISSING)
    is_missing = found.rule == _REQUIRED or wants_key
    if is_choice and is_missing:
        problem = f"the chart does not render with its defaults: {found.message}"
        return replace(found, rule=_REQUIRED, severity=Severity.INFO, message=problem)
    return replace(found, rule=_FAILED) if found.rule == _REQUIRED else found


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
