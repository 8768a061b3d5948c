"""A `helm` program as an engine: one run of `helm template` for each render.

The program inherits our environment, so that a user's Helm settings hold; what they could change in a render
is given explicitly.
"""

import json
import re
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from chartgen.core import process, yaml
from chartgen.core.errors import InputError, ToolError
from chartgen.core.process import ChildLostError
from chartgen.core.stop import Stop
from chartgen.render.engine import (
    Linted,
    LintMessage,
    Rendered,
    Request,
)
from chartgen.render.failure import crash, helm_failure
from chartgen.render.head import Head, HeadError, head_of
from chartgen.render.linting import failures
from chartgen.render.package import chart_archive, values_json
from chartgen.render.stream import parse
from chartgen.render.worker import MEMORY_LIMIT, TIME_LIMIT

OLDEST: Final = (3, 17)
_VERSION_TIME: Final = 20.0
_VERSION: Final = re.compile(r"v?((\d+)\.(\d+)\.\d+\S*)\s*")
_ERROR: Final = re.compile(r"^Error: (.*)", re.MULTILINE | re.DOTALL)
_MESSAGE: Final = re.compile(
    r"^\[(INFO|WARNING|ERROR)\] ([^:\n]+): (.*(?:\n(?!\[|\n|Error:|==>).*)*)", re.MULTILINE
)
_FIRST_LINES: Final = "---\n# Source: "
_DEBUG_ADVICE: Final = "Use --debug flag to render out invalid YAML"


class HelmEngine:
    """Renders by a Helm 3 (3.17 or newer) or Helm 4 program."""

    name = "helm"
    reads_documents = True

    def __init__(self, program: str, *, seconds: float = TIME_LIMIT, memory: int = MEMORY_LIMIT) -> None:
        """Ask the program for its version; `seconds` and `memory` (bytes) limit each render.

        Raises:
            ToolError: it is missing, hangs, older than 3.17, or no Helm.
        """
        self._program, self._seconds, self._memory = program, seconds, memory
        self._stop = Stop()
        self.version = _version(program)

    def close(self) -> None:
        """End a program that still renders in another thread."""
        self._stop.set()

    def render(self, request: Request) -> Rendered:
        """Render one scenario; raises what `Engine.render` says. The notes stay unknown."""
        request.check()
        with tempfile.TemporaryDirectory(prefix="chartgen-") as directory:
            done = self._run(request, Path(directory))
        if done.code == 0:
            return parse(self._stream(done.out), read_heads=_read_heads)
        if found := _ERROR.search(done.err):
            raise helm_failure(found[1].replace(_DEBUG_ADVICE, "").strip(), request.chart)
        lost = ChildLostError(timed_out=False, code=done.code, err=done.err)
        raise crash(request.chart, lost, seconds=self._seconds, memory=self._memory)

    def render_texts(self, request: Request) -> dict[str, str]:
        """Give what each template puts out; raises as `Engine.render_texts`."""
        rendered = self.render(request)
        found: dict[str, list[str]] = {}
        for manifest in (*rendered.manifests, *rendered.hooks):
            found.setdefault(manifest.path, []).append(manifest.content)
        return {path: "\n---\n".join(contents) for path, contents in found.items()}

    def lint(self, request: Request) -> Linted:
        """Run Helm's linter; raises what `Engine.lint` says."""
        with tempfile.TemporaryDirectory(prefix="chartgen-") as directory:
            chart, values = Path(directory, "chart.tgz"), Path(directory, "values.json")
            chart.write_bytes(chart_archive(request))
            values.write_text(_json_as_yaml(values_json(request)), "utf-8")
            argv = [
                self._program,
                "lint",
                str(chart),
                f"--namespace={request.release.namespace}",
                f"--kube-version={request.kube_version}",
                f"--values={values}",
                "--debug=false",
            ]
            done = process.run(
                argv,
                timeout=self._seconds,
                memory=self._memory,
                # It unpacks the chart, which stays behind when it is ended.
                environment={"TMPDIR": directory},
                stop=self._stop,
            )
        found = _MESSAGE.finditer(done.out.decode("utf-8", "replace"))
        messages = (LintMessage(each[1].lower(), each[2], each[3].strip()) for each in found)
        return Linted(tuple(messages), tuple(failures(done.err)))

    def _stream(self, out: bytes) -> str:
        stream = out.decode("utf-8", "replace")
        # Helm prints a line end at least, also where a chart renders nothing.
        if not stream or (stream.strip() and not stream.lstrip("\n").startswith(_FIRST_LINES)):
            hint = "give another program with --helm, or use --engine embedded"
            what = "something that is no stream of manifests" if stream else "nothing"
            raise ToolError(f"{self._program} printed {what}", hint=hint)
        return stream

    def _run(self, request: Request, directory: Path) -> process.Completed:
        chart, values = directory / "chart.tgz", directory / "values.json"
        chart.write_bytes(chart_archive(request))
        values.write_text(_json_as_yaml(values_json(request)), "utf-8")
        release = request.release
        argv = [
            self._program,
            "template",
            release.name,
            str(chart),
            f"--namespace={release.namespace}",
            f"--kube-version={request.kube_version}",
            f"--api-versions={','.join(request.all_api_versions)}",
            f"--values={values}",
            # A user's HELM_DEBUG would print what could not be parsed.
            "--debug=false",
        ]
        argv += ["--include-crds"] * request.include_crds + ["--is-upgrade"] * release.is_upgrade
        seconds = min(self._seconds, request.seconds)
        try:
            return process.run(argv, timeout=seconds, memory=self._memory, stop=self._stop)
        except process.TimeLimitError as error:
            lost = ChildLostError(timed_out=True)
            raise crash(request.chart, lost, seconds=seconds, memory=self._memory) from error


def _json_as_yaml(values: bytes) -> str:
    """Write JSON so that YAML reads it alike: it has no escapes of two surrogates, and refuses a bare DEL."""
    text = values.decode().replace("\x7f", "\\u007f")
    pair = re.compile(r"\\\\|\\ud[89ab]..\\ud[c-f]..")
    return pair.sub(lambda found: found[0] if found[0] == "\\\\" else str(json.loads(f'"{found[0]}"')), text)


def _version(program: str) -> str:
    done = process.run([program, "version", "--template", "{{.Version}}"], timeout=_VERSION_TIME)
    found = _VERSION.fullmatch(done.out.decode("utf-8", "replace"))
    if done.code or not found:
        said = (done.out.decode("utf-8", "replace").strip() or done.err.strip())[:80]
        hint = "give a Helm program with --helm, or use --engine embedded"
        raise ToolError(
            f"{program} is no Helm that we know: asked for its version it says {said!r}", hint=hint
        )
    if (int(found[2]), int(found[3])) < OLDEST:
        hint = f"install Helm {OLDEST[0]}.{OLDEST[1]} or newer, or use --engine embedded"
        raise ToolError(f"{program} is Helm {found[1]}, which is too old", hint=hint)
    return found[1]


def _read_heads(pairs: Sequence[tuple[str, str]]) -> Iterator[Head]:
    """Read what Helm has already taken as YAML."""
    for path, text in pairs:
        yield _read_head(path, text)


def _read_head(path: str, text: str) -> Head:
    try:
        return head_of(yaml.load(text, file=path).value)
    except (InputError, HeadError) as error:
        hint = "give another program with --helm, or use --engine embedded"
        raise ToolError(f"the helm program printed what Helm would not: {error}", hint=hint) from error
