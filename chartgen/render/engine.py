"""What every engine takes and gives, and the errors that both kinds of engine share."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import inf
from typing import Any, Final, NamedTuple, Protocol

from chartgen.chart.reference import Chart
from chartgen.core.data import data_root
from chartgen.core.errors import InputError, ToolError, UsageError
from chartgen.core.location import Location
from chartgen.core.values_path import Steps

MAX_RELEASE_NAME: Final = 53

_RELEASE_NAME: Final = re.compile(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*")
_NUMBER: Final = "(?:0|[1-9][0-9]{0,8})"
# Narrower than Helm 4, which also takes 1.28x and 1.28.3.4; Helm 3.17 does not.
_KUBE_VERSION: Final = re.compile(rf"v?{_NUMBER}\.{_NUMBER}(?:\.{_NUMBER})?(?:[-+][0-9A-Za-z.+-]+)?")


class Release(NamedTuple):
    """What templates see as `.Release`."""

    name: str = "release-name"
    namespace: str = "default"
    is_upgrade: bool = False


DEFAULT_RELEASE: Final = Release()


@dataclass(frozen=True, slots=True)
class Request:
    """One render.

    `values` are the user's, merged but without the chart's defaults; the caller has checked them against the
    chart's own schema, engines do not do it again (those of subcharts they do). `integers` are the paths in
    `values` that Helm holds as 64-bit integers because `--set` gave them: all other numbers are floats to it
    and print as such (`1e+06`). `kube_version` and `api_versions` are as in Helm's options; the latter come
    on top of `default_api_versions()`. `seconds` is what the render may take where that is less than usual:
    it is an attempt then, and nobody looks which template takes too long.
    """

    chart: Chart
    values: Mapping[str, Any]
    kube_version: str
    release: Release = DEFAULT_RELEASE
    api_versions: tuple[str, ...] = ()
    include_crds: bool = False
    integers: frozenset[Steps] = frozenset()
    seconds: float = inf

    @property
    def all_api_versions(self) -> tuple[str, ...]:
        """What templates find in `.Capabilities.APIVersions`, beside what the engine's own Helm knows."""
        given = [version for text in self.api_versions for version in text.split(",") if version]
        return (*default_api_versions(), *given)

    def check(self) -> None:
        """Refuse what no engine can render.

        Raises:
            UsageError: a release name or Kubernetes version that Helm refuses.
            InputError: a library chart.
        """
        check_release_name(self.release.name)
        if not _KUBE_VERSION.fullmatch(self.kube_version):
            problem = f"{self.kube_version!r} is not a Kubernetes version"
            raise UsageError(problem, where="--kube-version", hint="use one such as 1.37.0")
        if self.chart.is_library:
            hint = "render a chart that depends on it"
            raise InputError("library charts are not installable", where=self.chart.reference, hint=hint)


def check_release_name(name: str) -> None:
    """Refuse what Helm takes for no name of a release.

    Raises:
        UsageError: it is none.
    """
    if len(name) > MAX_RELEASE_NAME or not _RELEASE_NAME.fullmatch(name):
        hint = f"use at most {MAX_RELEASE_NAME} lower case letters, digits, hyphens and dots"
        raise UsageError(f"{name!r} cannot be the name of a release", where="--release-name", hint=hint)


class Manifest(NamedTuple):
    """One rendered document as Helm splits them.

    `path` starts with the chart's name, as in Helm's `# Source:` lines. `hook` is what the annotation
    `helm.sh/hook` says. `kind` and `name` are empty where the document has none, and for a file of `crds/`,
    which may hold several.
    """

    path: str
    kind: str
    name: str
    content: str
    hook: str = ""


class Rendered(NamedTuple):
    """What came out, in Helm's order; `stream` is what `helm template` prints.

    `notes` is the text of the chart's own `NOTES.txt`; None from an engine that does not tell.
    """

    stream: str
    manifests: tuple[Manifest, ...]
    hooks: tuple[Manifest, ...]
    crds: tuple[Manifest, ...]
    notes: str | None = None


class LintMessage(NamedTuple):
    """What Helm's linter says: `severity` is `info`, `warning` or `error`, `path` a file of the chart."""

    severity: str
    path: str
    text: str


class Linted(NamedTuple):
    """What a run of Helm's linter said.

    `failures` are the texts with which templates called `fail`, which does not end the linter's render.
    """

    messages: tuple[LintMessage, ...]
    failures: tuple[str, ...]


class Engine(Protocol):
    """What renders Helm templates, for one thread at a time.

    It may own a process: call `close`, perhaps by `contextlib.closing`.
    """

    @property
    def name(self) -> str:
        """`embedded` or `helm`."""

    @property
    def version(self) -> str:
        """The version of Helm in it, such as `4.2.3`."""

    def render(self, request: Request) -> Rendered:
        """Render one scenario.

        Raises:
            InputError: a template fails, or does not give YAML; the chart refuses the Kubernetes version.
            RenderLimitError: it takes more time or memory than allowed, or took the engine down.
            ToolError: the engine itself is missing, hangs or does not do what it should.
            UsageError: as `Request.check`.
        """

    @property
    def reads_documents(self) -> bool:
        """Whether `render_texts` needs texts that are YAML."""

    def render_texts(self, request: Request) -> dict[str, str]:
        """Give what each template puts out, by its path with the chart's name in front.

        Without the notes, and, of an engine that reads them, with its documents in Helm's order.

        Raises:
            InputError, RenderLimitError, ToolError, UsageError: as `render`.
        """

    def lint(self, request: Request) -> Linted:
        """Run Helm's linter over the chart of a request with its values, for its namespace and version.

        It renders for a release of its own, and cannot be told of further APIs.

        Raises:
            InputError: there is something in the values that JSON cannot say.
            RenderLimitError, ToolError: as `render`.
        """

    def close(self) -> None:
        """End what it has started; a closed engine is not used again."""


class BrokenChartError(InputError):
    """A chart that Helm cannot load, or with a template that it cannot parse: no values render it."""


class RenderLimitError(ToolError):
    """A render took too much time or memory, or ended the engine's process."""


@cache
def default_api_versions() -> tuple[str, ...]:
    """Give the API versions that the newest Helm believes in without a cluster (`schemas/kubernetes`)."""
    content = (data_root() / "kubernetes" / "helm-api-versions.json").read_text("utf-8")
    return tuple(json.loads(content)["apiVersions"])


def chart_place(chart: Chart, path: str, line: int = 0, column: int = 0) -> Location:
    """Give the place in the chart of a template that Helm names with the chart's name in front."""
    return Location(chart.path_of(path.removeprefix(f"{chart.name}/")), line, column)
