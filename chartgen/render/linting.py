"""`helm lint` of the embedded engine: its messages, and which calls of `fail` a chart's templates reach.

Helm's linter renders with `fail` and `required` switched off: each only writes its text to the log. So one
run tells of all probes that a scenario meets. It renders for a release `test-release`, and cannot be told of
further APIs.
"""

import json
import re
import shutil
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from chartgen.chart.reference import Chart
from chartgen.core.errors import ToolError
from chartgen.core.process import ChildLostError
from chartgen.render.engine import Linted, LintMessage, Request
from chartgen.render.failure import crash
from chartgen.render.package import values_json
from chartgen.render.worker import Worker

_DONE: Final = b"0"
# As the library and Helm 4 write it, and Helm 3.
_FAIL: Final = re.compile(
    r"^(?:\S+ \S+ INFO funcMap fail|level=INFO msg=\"funcMap fail\") message=(\"(?:[^\"\\]|\\.)*\"|\S*)$"
    r"|^engine\.go:\d+: \[INFO\] Fail: (.*)$",
    re.MULTILINE,
)


class Linter:
    """Runs Helm's linter over charts; use it as a context."""

    def __init__(self, worker: Worker, *, seconds: float) -> None:
        """Take a worker; `seconds` is what one run may take."""
        self._worker, self._seconds = worker, seconds
        self._folder = tempfile.TemporaryDirectory(prefix="chartgen-")
        self._written: Chart | None = None
        self._lock = threading.Lock()

    def close(self) -> None:
        """Remove what it has written; a run of another thread must have lost its worker before."""
        with self._lock:
            self._folder.cleanup()

    def lint(self, request: Request) -> Linted:
        """Lint the chart of a request with its values, for its namespace and version.

        Raises:
            RenderLimitError: it takes too much time or memory.
            ToolError: the library does not lint.
        """
        with self._lock:
            return self._lint(request)

    def _lint(self, request: Request) -> Linted:
        # Of a worker that is closed nothing more is written.
        self._worker.ready()
        chart = self._write(request.chart)
        options = {
            "namespace": request.release.namespace,
            "kube_version": request.kube_version,
            "skip_schema_validation": True,
        }
        ask = (str(chart), values_json(request), json.dumps(options), f"{self._folder.name}/log")
        try:
            status, text, log = self._worker.ask(
                b"lint",
                *(part.encode() if isinstance(part, str) else part for part in ask),
                seconds=self._seconds,
            )
        except ChildLostError as lost:
            raise crash(request.chart, lost, seconds=self._seconds, memory=self._worker.memory) from lost
        if status != _DONE:
            raise ToolError(f"helm lint of the embedded engine failed: {text.decode('utf-8', 'replace')}")
        return Linted(tuple(_messages(text)), tuple(failures(log.decode("utf-8", "replace"))))

    def _write(self, chart: Chart) -> Path:
        """Write the chart, unless it is the one that was written last."""
        folder = Path(self._folder.name, "chart", chart.name)
        if self._written is chart:
            return folder
        before = self._written.files if self._written else {}
        if before.keys() - chart.files.keys() or (self._written and self._written.name != chart.name):
            # Folders would stay behind: Helm takes one in charts/ for a chart.
            shutil.rmtree(folder.parent)
            before = {}
        for path, content in chart.files.items():
            if before.get(path) is not content:
                file = folder / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content)
        self._written = chart
        return folder


_SEVERITIES: Final = ("info", "info", "warning", "error")


def _messages(text: bytes) -> Iterator[LintMessage]:
    for message in json.loads(text).get("messages") or ():
        yield LintMessage(_SEVERITIES[message["severity"]], message["path"], message["error"])


def failures(log: str) -> Iterator[str]:
    """Yield the texts with which templates called `fail`, as Helm's linter logs them, in order."""
    for found in _FAIL.finditer(log):
        text = found[2] or found[1] or ""
        try:
            yield json.loads(text) if text.startswith('"') else text
        except ValueError:
            # Go escapes a few characters in other ways than JSON.
            yield text[1:-1]
