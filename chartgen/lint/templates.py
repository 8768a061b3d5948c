"""The templates of a chart, with what is learned of their lines once for all scenarios."""

import re
import time
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Final

from chartgen.chart.reference import SCHEMA_FILE, Chart
from chartgen.core.location import Location
from chartgen.kubernetes import store
from chartgen.lint.capabilities import Capabilities
from chartgen.render.engine import Engine, Request
from chartgen.render.sourcemap.insertion import text_of
from chartgen.render.sourcemap.lines import LineTokens, Origin
from chartgen.render.sourcemap.values import ValueTokens

if TYPE_CHECKING:
    from chartgen.core.values_path import Steps

# At the start of a line or behind a blank, brace or comma; `:=` is no colon of YAML.
_KEY: Final = r"(?<![^\s{{,\[])(?:[\"']{0}[\"'][ \t]*:|{0}[ \t]*:(?![^\s{{]))"
_CAPABILITIES: Final = "Capabilities"
_LOOKED_AT: Final = re.compile(
    r"\bCapabilities\.(?:KubeVersion\b|HelmVersion\b|APIVersions\.Has\s+\"[^\"]+\")"
)
_CRD: Final = re.compile(r"(?:^|/)crds/")
_READS_CRDS: Final = re.compile(rb"\.Files\b(?!\.(?:Get|GetBytes|Lines)\b)|\bcrds/")
# In seconds, and as a multiple of what a render takes.
_LEAST_PATIENCE: Final = 5.0
_PATIENCE: Final = 10.0
_ASKED: Final = re.compile(r'APIVersions\.Has\s+"([^"]+)"')


class Templates:
    """The chart's templates as texts, with the tokens of their lines if some line is asked for."""

    def __init__(self, chart: Chart, *, comment: bool = False) -> None:
        """`comment` is as in `LineTokens`."""
        self._chart, self._comment = chart, comment
        self._lines: dict[str, list[str]] = {}
        self._locks: dict[int, Lock] = {}
        self._longest = 0.0
        self.known: dict[tuple[str, str], tuple[Origin | None, ...]] = {}
        """Origins by template and output: of equal outputs those of the first."""
        self.values: dict[tuple[str, str, int], Steps | None] = {}
        """Values by template, output and line, likewise."""
        self.value_tokens = ValueTokens()
        self.capabilities = Capabilities(chart)
        """What each template asks of the cluster."""
        self.places: set[Location] = set()
        """The places that were given for lines of any scenario."""

    @cached_property
    def tokens(self) -> LineTokens:
        """The tokens."""
        return LineTokens(self._chart, comment=self._comment)

    @cached_property
    def _asked(self) -> frozenset[str]:
        texts = map(text_of, self._chart.files.values())
        return frozenset(found for text in texts if "APIVersions" in text for found in _ASKED.findall(text))

    def api_versions(self, kube_version: str, values: object) -> tuple[str, ...]:
        """Give the groups, versions and kinds of a Kubernetes version that templates can see with values.

        There are hundreds: where templates only ask `APIVersions.Has "…"`, none but those asked for.
        """
        known = store.api_versions(kube_version)
        if not self._only_asks or _CAPABILITIES in repr(values):
            return known
        return tuple(each for each in known if each in self._asked)

    @cached_property
    def _only_asks(self) -> bool:
        paths = self._chart.files
        texts = [text_of(content) for content in paths.values()]
        looks = sum(text.count(_CAPABILITIES) for text in texts)
        known = sum(len(_LOOKED_AT.findall(text)) for text in texts)
        return looks == known and not any(path.endswith(".tgz") for path in paths)

    @cached_property
    def unchecked(self) -> Chart:
        """The chart with what renders need of it: without schemas of values, and CRDs that no template reads.

        Of a chart without subcharts engines look at no schema anyway.
        """
        chart = self._chart
        reads_crds = any(_READS_CRDS.search(text) for text in chart.files.values() if b"{{" in text)
        kept = {
            path: text
            for path, text in chart.files.items()
            if not (chart.has_dependencies and path.endswith(SCHEMA_FILE))
            and (reads_crds or not _CRD.search(path))
        }
        return chart if len(kept) == len(chart.files) else chart.with_files(kept)

    @property
    def patience(self) -> float:
        """How many seconds a render with other values may take: they can say how often something is done."""
        return max(_LEAST_PATIENCE, _PATIENCE * self._longest)

    def render(self, engine: Engine, request: Request) -> dict[str, str]:
        """Render, one at a time for each engine: places may be asked for while others are rendered.

        Raises:
            InputError, RenderLimitError, ToolError, UsageError: as `Engine.render_texts`.
        """
        with self._locks.setdefault(id(engine), Lock()):
            start = time.monotonic()
            texts = engine.render_texts(request)
            if request.chart is self._chart:
                self._longest = max(self._longest, time.monotonic() - start)
            return texts

    def line(self, origin: Origin) -> str:
        """Give the text of a line."""
        lines = self._lines.get(origin.file)
        if lines is None:
            lines = self._lines[origin.file] = text_of(self._chart.files[origin.file]).split("\n")
        return lines[origin.line - 1]

    def region(self, origin: Origin, key: str = "") -> Location:
        """Give the place of a line: what stands in it between blanks, from the key if it is there."""
        line = self.line(origin)
        found = re.search(_KEY.format(re.escape(key)), line) if key else None
        column = (found.start() if found else len(line) - len(line.lstrip())) + 1
        place = Location(self._chart.path_of(origin.file), origin.line, column)
        return place._replace(end_line=origin.line, end_column=max(len(line.rstrip()), column) + 1)
