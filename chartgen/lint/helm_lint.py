"""Helm's own linter, run once for each scenario while other things are done."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from chartgen.chart.reference import SCHEMA_FILE, Chart
from chartgen.chart.scenarios import Scenario
from chartgen.core.errors import InputError
from chartgen.lint.branches import Outcome
from chartgen.render import engine as engines
from chartgen.render.engine import LintMessage, RenderLimitError, Request
from chartgen.render.sourcemap import coverage
from chartgen.render.sourcemap.actions import Token, tokens
from chartgen.render.sourcemap.branches import branches, insertions
from chartgen.render.sourcemap.insertion import text_of, with_insertions
from chartgen.render.threads import Lane

if TYPE_CHECKING:
    from concurrent.futures import Future

RequestOf = Callable[[Scenario], Request]
"""Gives the render of a scenario for one version of Kubernetes."""

_SELDOM_READ: Final = ("ci/", "crds/")
_READS_FILES: Final = re.compile(rb"\.Files\b(?!\.(?:Get|GetBytes|Lines)\b)|\b(?:ci|crds)/")
_API_VERSION: Final = re.compile(r"^apiVersion:", re.MULTILINE)
_LITERAL: Final = re.compile(r'"(?!apiVersion")(?:\\.|[^"\\])*"|`(?!apiVersion`)[^`]*`')
# Before a key it makes another one of it, which the linter does not look for.
_HIDING: Final = "x-"


class HelmLint:
    """The runs of Helm's linter, one for each scenario, which go on while other things are done."""

    def __init__(
        self,
        chart: Chart,
        scenarios: Sequence[Scenario],
        request_of: RequestOf,
        lane: Lane,
        is_rendered: Callable[[Scenario], bool] = lambda _: False,
    ) -> None:
        """Start them; `is_rendered` may wait until it is known whether a scenario renders.

        Raises:
            InputError: a template whose actions have no end or do not fit together.
        """
        self._chart, self._request_of, self._engine = chart, request_of, lane.engine
        self._is_rendered = is_rendered
        self._traced = _Traced(chart)
        self._lost: list[tuple[Scenario, LintMessage]] = []
        self._runs: list[tuple[Scenario, Future[engines.Linted | None]]] = [
            (scenario, lane.pool.submit(self._lint, scenario)) for scenario in scenarios
        ]

    def _lint(self, scenario: Scenario) -> engines.Linted | None:
        request = replace(self._request_of(scenario), chart=self._traced.chart)
        try:
            linted = self._engine.lint(request)
        except InputError:
            # The render of the scenario fails too, and is a finding.
            return None
        except RenderLimitError as error:
            # What the linter makes of the chart is not known; which arms are entered is seen by renders.
            self._lost.append((scenario, LintMessage("error", "Chart.yaml", error.problem)))
            return None
        if self._is_rendered(scenario) and not _is_rendered_otherwise(scenario):
            self._traced.take_out(linted.failures)
        return linted

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
        traces = {
            each: linted.failures for each, linted in good if linted and not _is_rendered_otherwise(each)
        }
        covered = coverage.cover(
            self._chart,
            [
                coverage.Scenario(each.name, self._render(self._request_of(each)), each.refused)
                for each in (*negatives, *(each for each, _ in good if each not in traces))
            ],
            traces.values(),
        )
        said = [(scenario, message) for scenario, linted in good if linted for message in linted.messages]
        messages = [*said, *(each for each in self._lost if id(each[0]) in rendered)]
        return Outcome(messages, covered, negatives, len(branches(self._chart)))

    def _render(self, request: Request) -> Callable[[Chart], object]:
        return lambda chart: self._engine.render_texts(replace(request, chart=chart))


class _Traced:
    """The chart as the linter gets it: with a call of `fail` in each arm that it has not met yet."""

    def __init__(self, chart: Chart) -> None:
        self._chart, self._hidden = _without_idle(chart), _hidden(chart)
        self._left = coverage.arms(chart)
        self._made: Chart | None = None

    @property
    def chart(self) -> Chart:
        """The same one until arms are taken out: an engine writes it to disk once."""
        if self._made is None:
            self._made = with_insertions(self._chart, [*insertions(self._left.items()), *self._hidden])
        return self._made

    def take_out(self, met: Iterable[str]) -> None:
        """Take out what is known: each call takes time, and a line in a log."""
        known = self._left.keys() & {*met}
        if known:
            self._left = {says: probe for says, probe in self._left.items() if says not in known}
            self._made = None


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

    Values have been compared with their schema; scenarios and CRDs are read by templates that list files, if
    at all. What the linter says of CRDs the rule `crds-folder` says.
    """
    are_read = any(_READS_FILES.search(text) for text in chart.files.values() if b"{{" in text)
    kept = {
        path: text
        for path, text in chart.files.items()
        if path != SCHEMA_FILE and (are_read or not path.startswith(_SELDOM_READ))
    }
    return chart.with_files(kept)


def _hidden(chart: Chart) -> list[tuple[str, int, str]]:
    """Give what hides the API versions that templates write; nothing where a template reads one.

    For each object that has one, Helm's linter builds a scheme of all types of Kubernetes, a third of its
    work, to see whether it is deprecated. `deprecated-api` and `removed-api` say that, with a place.
    """
    found: list[tuple[str, int, str]] = []
    for file, content in chart.files.items():
        if "templates/" not in file:
            continue
        try:
            for token in tokens(text_of(content), file=file):
                if token.kind == "text" and file.startswith("templates/"):
                    found += ((file, token.start + at, _HIDING) for at in _api_versions(token))
                elif token.kind != "text" and "apiVersion" in _LITERAL.sub("", token.text):
                    return []
        except InputError:
            # In a subchart; the render says so, too.
            return []
    return found


def _api_versions(token: Token) -> Iterator[int]:
    """Yield where lines of a literal text start with the key."""
    for key in _API_VERSION.finditer(token.text):
        if key.start() or token.column == 1:
            yield key.start()
