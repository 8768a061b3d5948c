"""The embedded engine: Helm's SDK from a wheel, in a worker process that a template may take down."""

import json
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, Final

from chartgen.chart.archive import pack
from chartgen.chart.reference import Chart
from chartgen.core.errors import ToolError
from chartgen.core.process import ChildLostError
from chartgen.render.engine import (
    Linted,
    Manifest,
    Release,
    Rendered,
    RenderLimitError,
    Request,
    chart_place,
)
from chartgen.render.failure import (
    check_kube_version,
    crash,
    helm_failure,
    missing_dependencies,
    yaml_failure,
)
from chartgen.render.head import Head, HeadError, head_of
from chartgen.render.linting import Linter
from chartgen.render.package import chart_archive, templates, values_json, with_one_template
from chartgen.render.stream import build
from chartgen.render.worker import TIME_LIMIT, Worker

_DONE: Final = b"0"
_REPLACED: Final = rb"\ufffd"
# Codes of the SDK's helm_c.h.
_CHART_ERRORS: Final = frozenset({b"-20", b"-21", b"-22", b"-23"})
_CULPRIT_TIME: Final = 10.0
_NUL, _ANOTHER_CONTROL = "\0", "\1"

_PROBE_VERSION: Final = "v1.98.7"
_PROBE_API: Final = "probe.chartgen/v1"
_PROBE: Final = {
    "Chart.yaml": b"apiVersion: v2\nname: probe\nversion: 0.0.0\n",
    "templates/probe": (
        b"{{ .Capabilities.KubeVersion.Version }} {{ .Capabilities.APIVersions.Has .Values.api }} "
        b"{{ .Release.Name }} {{ .Release.Namespace }} {{ .Release.IsUpgrade }}"
    ),
}


class EmbeddedEngine:
    """Renders in a worker process that is used for all renders."""

    name = "embedded"
    reads_documents = False

    def __init__(self, worker: Worker, *, seconds: float = TIME_LIMIT) -> None:
        """Take over a worker; `seconds` is what one render may take."""
        self._worker, self._seconds = worker, seconds
        self._proven = False
        self._linter: Linter | None = None
        self._loaded: tuple[int, Chart] | None = None
        self._heads: dict[str, Head] = {}

    @property
    def version(self) -> str:
        """The version of Helm in the SDK.

        Raises:
            ToolError: the worker does not start.
        """
        return self._worker.ready()

    def close(self) -> None:
        """End the worker."""
        self._worker.close()
        if self._linter:
            self._linter.close()

    def lint(self, request: Request) -> Linted:
        """Run Helm's linter over a chart; raises what `Engine.lint` says."""
        self._linter = self._linter or Linter(self._worker, seconds=self._seconds)
        return self._linter.lint(request)

    def render(self, request: Request) -> Rendered:
        """Render one scenario; raises what `Engine.render` says."""
        chart = request.chart
        try:
            files, crds = self._render(request)
            return build(
                files,
                crds=crds,
                notes=f"{chart.name}/templates/NOTES.txt",
                read_heads=lambda pairs: self._read_heads(pairs, chart),
            )
        except ChildLostError as lost:
            raise self._limit(request, lost) from lost

    def render_texts(self, request: Request) -> dict[str, str]:
        """Give what each template puts out; no document is looked for in the texts.

        Raises:
            InputError, RenderLimitError, ToolError, UsageError: as `Engine.render_texts`.
        """
        try:
            return self._render(request)[0]
        except ChildLostError as lost:
            raise self._limit(request, lost) from lost

    def _render(self, request: Request) -> tuple[dict[str, str], list[Manifest]]:
        request.check()
        chart = request.chart
        check_kube_version(chart, request.kube_version)
        self._prove()
        # What a render changes in a chart with subcharts must not reach the next one.
        reusable = not chart.has_dependencies and not request.integers
        self._worker.ready()
        known = reusable and self._loaded == (self._worker.starts, chart)
        flags = b"k" * reusable + b"c" * request.include_crds + b"d" * chart.has_dependencies
        archive = b"" if known else chart_archive(request)
        self._loaded = None
        answer = self._worker.ask(
            b"render",
            flags,
            archive,
            values_json(request),
            _options(request),
            seconds=min(self._seconds, request.seconds),
        )
        status, text, crds, metadata, dependencies = answer
        if reusable:
            self._loaded = (self._worker.starts, chart)
        if missing := _missing(metadata, dependencies):
            raise missing_dependencies(missing, chart)
        if status in _CHART_ERRORS:
            raise helm_failure(text.decode("utf-8", "replace"), chart)
        if status != _DONE:
            raise ToolError(f"the embedded engine failed: {text.decode('utf-8', 'replace')}")
        found = json.loads(crds) if crds else []
        if _REPLACED in text:
            _refuse_replaced(text, chart)
        return json.loads(text), [Manifest(crd["filename"], "", "", crd["data"]) for crd in found or []]

    def _prove(self) -> None:
        """See once that the options are honoured: a library that ignores them renders something else."""
        if self._proven:
            return
        options = {
            "name": "proof",
            "namespace": "space",
            "kube_version": _PROBE_VERSION,
            "api_versions": [_PROBE_API],
            "is_upgrade": True,
        }
        wanted = {"probe/templates/probe": f"{_PROBE_VERSION} true proof space true"}
        ask = (
            b"render",
            b"",
            pack(_PROBE),
            json.dumps({"api": _PROBE_API}).encode(),
            json.dumps(options).encode(),
        )
        try:
            status, text, *_ = self._worker.ask(*ask, seconds=self._seconds)
        except ChildLostError as lost:
            raise ToolError(f"the embedded engine does not work: it {lost}") from lost
        if status != _DONE or json.loads(text) != wanted:
            hint = "reinstall it with pip install 'chartgen[helm]', or use --engine helm"
            problem = f"the embedded engine {self.version} does not honour the options of a render"
            raise ToolError(problem, hint=hint)
        self._proven = True

    def _read_heads(self, pairs: Sequence[tuple[str, str]], chart: Chart) -> list[Head]:
        # The scenarios of a chart have most of their documents in common.
        known = self._heads
        new = [pair for pair in pairs if pair[1] not in known]
        read = dict(zip((text for _, text in new), self._ask_heads(new, chart) if new else (), strict=True))
        self._heads = {text: read.get(text) or known[text] for _, text in pairs}
        return [self._heads[text] for _, text in pairs]

    def _ask_heads(self, pairs: Sequence[tuple[str, str]], chart: Chart) -> Iterator[Head]:
        # C strings end at NUL, which YAML forbids like any control character. Helm's reader of streams
        # loses a last line without its end in texts of some lengths.
        texts = [f"{text.replace(_NUL, _ANOTHER_CONTROL)}\n".encode() for _, text in pairs]
        answer = self._worker.ask(b"yaml", *texts, seconds=self._seconds)
        for (path, _), status, text in zip(pairs, answer[::2], answer[1::2], strict=True):
            if status != _DONE:
                raise yaml_failure(text.decode("utf-8", "replace"), path, chart)
            try:
                yield head_of(json.loads(text))
            except HeadError as error:
                raise yaml_failure(str(error), path, chart) from error

    def _limit(self, request: Request, lost: ChildLostError) -> RenderLimitError:
        """Say which limit a render broke, and in which template where one of them breaks it alone."""
        seconds = min(self._seconds, request.seconds)
        error = crash(request.chart, lost, seconds=seconds, memory=self._worker.memory)
        if seconds == self._seconds and (template := self._culprit(request)):
            error.where = chart_place(request.chart, template)
        return error

    def _culprit(self, request: Request) -> str:
        values, options = values_json(request), _options(request)
        seconds = min(self._seconds, _CULPRIT_TIME)
        names = iter(templates(request))
        name = ""
        try:
            for name in names:
                archive = with_one_template(request, name)
                self._worker.ask(b"render", b"", archive, values, options, seconds=seconds)
        except ChildLostError:
            return name
        return ""


def _refuse_replaced(files: bytes, chart: Chart) -> None:
    """Refuse output that was not UTF-8, as Helm does.

    The SDK writes an escape in place of bytes that are no character; one that was there stands for itself.

    Raises:
        InputError: some document has such an escape.
    """
    read: dict[str, str] = json.loads(files.replace("\ufffd".encode(), b"?"))
    for path, content in sorted(read.items()):
        if "\ufffd" in content and not path.endswith("/NOTES.txt"):
            raise yaml_failure("it is not UTF-8", path, chart)


def _options(request: Request) -> bytes:
    return _encoded(request.release, request.kube_version, request.all_api_versions)


@lru_cache(maxsize=1)
def _encoded(release: Release, kube_version: str, api_versions: tuple[str, ...]) -> bytes:
    options: dict[str, Any] = {
        "name": release.name,
        "namespace": release.namespace,
        "is_install": not release.is_upgrade,
        "is_upgrade": release.is_upgrade,
        "kube_version": kube_version,
        "api_versions": api_versions,
    }
    return json.dumps(options).encode()


def _missing(metadata: bytes, dependencies: bytes) -> list[str]:
    """List the dependencies that a chart asks for and does not hold."""
    wanted = json.loads(metadata).get("dependencies") if metadata else None
    present = {each["name"] for each in json.loads(dependencies) or []} if dependencies else set()
    return [each["name"] for each in wanted or [] if each["name"] not in present]
