"""Renders of one chart, of which those for other versions of Kubernetes also tell what lines show.

A render for another version mostly gives the same. So it may have tokens in it, and where it is the same
without them it has told two things at once.
"""

import contextlib
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import replace
from typing import Final, NamedTuple

from chartgen.chart.reference import Chart
from chartgen.core.errors import InputError
from chartgen.core.finding import Finding
from chartgen.lint.rendering import Rendering
from chartgen.lint.templates import Templates
from chartgen.render.engine import BrokenChartError, Engine, RenderLimitError, Request
from chartgen.render.failure import ChartRefusesError
from chartgen.render.sourcemap.probing import Probed
from chartgen.validate.failure import failure

FAILED: Final = "render-failed"
REQUIRED: Final = "values-required"
_MOST_DIFFERING: Final = 3


class _Same(NamedTuple):
    """Texts that are those of another version but for its name, and the render with tokens that says so."""

    texts: Mapping[str, str]
    probed: Probed


Given = Mapping[str, str] | _Same | list[Finding]
"""What a render gives: texts by path, or what is wrong."""


class Answer:
    """What a scenario gives for a version: a rendering that is being made, or findings.

    `first` is what it gives for another version, with which it is compared, if it is.
    """

    def __init__(
        self,
        request: Request,
        read: Callable[[Mapping[str, str]], Rendering],
        first: "Answer | None" = None,
        *,
        is_default: bool = False,
    ) -> None:
        """Wait for what is `given`; `read` makes a rendering of texts.

        `is_default` says that no values are given: what the chart refuses then is a value that it requires.
        """
        self.request, self.first, self.is_default = request, first, is_default
        self.given: Future[Given] = Future()
        self._read = read
        self._result: Rendering | list[Finding] | None = None

    def result(self) -> Rendering | list[Finding]:
        """Wait for it, and read it once."""
        if self._result is None:
            self._result = self._of(self.given.result())
        return self._result

    def _of(self, given: Given) -> Rendering | list[Finding]:
        if isinstance(given, list):
            return given
        if not isinstance(given, _Same):
            return self._read(given)
        same = self.first.result() if self.first else None
        if isinstance(same, Rendering):
            same.marked = given.probed
        return self._read(given.texts)


class Renders:
    """Renders a chart, one scenario at a time with each engine."""

    def __init__(self, templates: Templates) -> None:
        """Take what all renders share."""
        self._templates = templates
        self._differing = self._untraced = 0

    def plain(self, engine: Engine, answer: Answer) -> Given:
        """Render; what the chart refuses, or a limit stops, is a finding.

        Raises:
            BrokenChartError, ToolError, UsageError: as `Engine.render_texts`, but for limits.
        """
        try:
            return self._templates.render(engine, answer.request)
        except BrokenChartError:
            raise
        except RenderLimitError as error:
            return [failure("render-limit", error)]
        except InputError as error:
            is_refusal = answer.is_default and isinstance(error, ChartRefusesError)
            return [failure(REQUIRED if is_refusal else FAILED, error)]

    def with_line_tokens(self, engine: Engine, answer: Answer, first: Answer) -> Given:
        """Render with tokens at the ends of lines what gave something for another version.

        It may name its version, as notes do. Where it differs otherwise it is rendered as it is.

        Raises:
            BrokenChartError, ToolError, UsageError: as `plain`.
        """
        plain = first.given.result()
        if isinstance(plain, (list, _Same)) or self._differing >= _MOST_DIFFERING:
            return self.plain(engine, answer)
        request = answer.request
        versions = request.kube_version, first.request.kube_version
        named: dict[str, str] = {}

        def rendered(chart: Chart) -> dict[str, str]:
            texts = self._templates.render(engine, replace(request, chart=chart))
            named.update((path, text) for path, text in texts.items() if versions[0] in text)
            return {path: text.replace(*versions) for path, text in texts.items()}

        with contextlib.suppress(InputError):
            probed = self._templates.tokens.render_once(rendered, plain)
            if probed:
                texts = {path: probed.pattern.sub("", text) for path, text in named.items()}
                return _Same({**plain, **texts}, probed)
        self._differing += 1
        return self.plain(engine, answer)

    def with_value_tokens(self, engine: Engine, answer: Answer, first: Answer) -> Given:
        """Render with tokens in the values that lines show which were asked for, as `with_line_tokens`.

        Raises:
            BrokenChartError, ToolError, UsageError: as `plain`.
        """
        same = first.result()
        if isinstance(same, Rendering) and max(self._differing, self._untraced) < _MOST_DIFFERING:
            before = self._templates.value_tokens.renders
            texts = same.traced_for(answer.request, engine)
            if texts is not None:
                return texts
            self._untraced += self._templates.value_tokens.renders > before
        return self.plain(engine, answer)
