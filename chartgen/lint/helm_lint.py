"""Helm's own linter, run once for each scenario while other things are done."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from chartgen.chart.reference import SCHEMA_FILE, Chart
from chartgen.chart.scenarios import Scenario
from chartgen.core.errors import InputError
from chartgen.lint.branches import Outcome
from chartgen.render import engine as engines
from chartgen.render.engine import Engine, RenderLimitError, Request
from chartgen.render.sourcemap import coverage
from chartgen.render.sourcemap.actions import Token, tokens
from chartgen.render.sourcemap.branches import branches
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
        self, chart: Chart, scenarios: Sequence[Scenario], request_of: RequestOf, lane: Lane
    ) -> None:
        """Start them.

        Raises:
            InputError: a template whose actions have no end or do not fit together.
        """
        self._chart, self._request_of, self._engine = chart, request_of, lane.engine
        traceable = _without_api_versions(_without_idle(coverage.traceable(chart)))
        self._runs: list[tuple[Scenario, Future[engines.Linted]]] = [
            (scenario, lane.pool.submit(_lint, lane.engine, replace(request_of(scenario), chart=traceable)))
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

    Values have been compared with their schema; scenarios and CRDs are read by templates that list files, if
    at all. What the linter says of CRDs the rule `crds-folder` says.
    """
    are_read = any(_READS_FILES.search(text) for text in chart.files.values() if b"{{" in text)
    kept = {
        path: text
        for path, text in chart.files.items()
        if path != SCHEMA_FILE and (are_read or not path.startswith(_SELDOM_READ))
    }
    return replace(chart, files=MappingProxyType(kept))


def _without_api_versions(chart: Chart) -> Chart:
    """Hide the API versions that templates write, unless a template reads one.

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
                    return chart
        except InputError:
            # In a subchart; the render says so, too.
            return chart
    return with_insertions(chart, found)


def _api_versions(token: Token) -> Iterator[int]:
    """Yield where lines of a literal text start with the key."""
    for key in _API_VERSION.finditer(token.text):
        if key.start() or token.column == 1:
            yield key.start()


def _lint(engine: Engine, request: Request) -> engines.Linted:
    try:
        return engine.lint(request)
    except (InputError, RenderLimitError):
        # The render of the scenario fails too, and is a finding.
        return engines.Linted((), ())
