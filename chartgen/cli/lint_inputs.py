"""What `chartgen lint` is given, a chart or manifests; each can be linted again with edited texts."""

import codecs
import contextlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, Protocol

import click

from chartgen.chart.reference import Chart, chart_of, load
from chartgen.chart.scenarios import Scenario, negatives, scenarios
from chartgen.chart.scenarios import read as read_scenario
from chartgen.chart.values import collect
from chartgen.cli import lint_manifests
from chartgen.cli.access import access
from chartgen.cli.options import from_here
from chartgen.cli.project import linted_chart
from chartgen.cli.scenarios import groups, names, read_stdin, values_options
from chartgen.core.errors import InputError, UsageError
from chartgen.core.files import write_file, write_files
from chartgen.core.yaml import read_bytes
from chartgen.kubernetes import store
from chartgen.lint.branches import Outcome
from chartgen.lint.changes import Sources, sources_of
from chartgen.lint.config import Config
from chartgen.lint.engine import Linted, lint_chart
from chartgen.lint.listing import listing
from chartgen.lint.names import namespace_problem
from chartgen.lint.reported import of_chart
from chartgen.lint.settings import Settings
from chartgen.render.engine import Engine
from chartgen.render.select import select

_ENGINES: Final = 2
_PART: Final = re.compile(
    r"(?:templates|crds|ci|charts|files)/|[^/]*\.md$|values[^/]*\.yaml$|values\.schema\.json$"
    r"|Chart\.(?:yaml|lock)$|requirements\.(?:yaml|lock)$|\.helmignore$|LICENSE$"
)
_VALUES: Final = ("files", "set_", "set_string", "set_json", "set_file", "set_literal")
_OF_CHARTS: Final = {
    **dict.fromkeys((*_VALUES, "each", "coverage"), "manifests have neither values nor branches"),
    **dict.fromkeys(("registry_config", "ca_file", "plain_http"), "manifests come from no registry"),
}
"""Options that say nothing about manifests, each with the reason."""


class Input(Protocol):
    """What is linted."""

    @property
    def names(self) -> Sequence[str]:
        """What reports call it."""

    @property
    def texts(self) -> Mapping[str, str]:
        """The texts of its files that may be edited, by their paths."""

    @property
    def files(self) -> Iterable[str]:
        """The paths of its files, whether or not they may be edited."""

    @property
    def read_only(self) -> Sequence[str]:
        """The names of what is no file that could be edited, as an archive and standard input."""

    @property
    def sources(self) -> Sources:
        """What its lines depend on besides the file that they stand in."""

    @property
    def folders(self) -> Iterable[Path]:
        """The folders that its files are in; none for what is no file."""

    def lint(self, texts: Mapping[str, str]) -> Linted:
        """Lint it with these texts."""


@dataclass(frozen=True, slots=True)
class ChartInput:
    """A chart, its own scenarios, and those that are given besides."""

    chart: Chart
    own: Sequence[Scenario]
    refused: Sequence[Scenario]
    given: Sequence[Scenario]
    engines: Sequence[Engine]
    settings: Settings

    @property
    def names(self) -> Sequence[str]:
        """The chart as the user named it."""
        return (self.chart.reference,)

    @property
    def texts(self) -> Mapping[str, str]:
        """The texts of the chart, if it is a folder."""
        return of_chart(self.chart, (), self.settings) if self.folders else {}

    @property
    def files(self) -> Iterable[str]:
        """What Helm and people know of a chart: reports of an earlier run are no part of it."""
        own = (self.chart.path_of(path) for path in self.chart.files if _PART.match(path))
        read = (each.file for each in (*self.own, *self.refused, *self.given))
        return (self.chart.reference, *own, *filter(None, read))

    @property
    def read_only(self) -> Sequence[str]:
        """The chart, unless it is a folder."""
        return () if self.folders else self.names

    @property
    def sources(self) -> Sources:
        """The values of its scenarios, and its helpers."""
        return sources_of(self.chart, [*self.own, *self.given])

    @property
    def folders(self) -> Iterable[Path]:
        """Its folder."""
        folder = Path(self.chart.reference)
        return (folder,) if folder.is_dir() else ()

    def lint(self, texts: Mapping[str, str]) -> Linted:
        """Lint it with these texts in place of its own."""
        chart = self.chart
        edited = {
            path: texts[chart.path_of(path)].encode() for path in chart.files if chart.path_of(path) in texts
        }
        own, refused = self.own, self.refused
        if any(chart.files[path] != content for path, content in edited.items()):
            chart = chart_of(chart.reference, {**chart.files, **edited})
            own, refused = scenarios(chart), negatives(chart)
        return lint_chart(chart, [*own, *self.given], self.engines, self.settings, negatives=refused)


@contextlib.contextmanager
def engines(ctx: click.Context, paths: Sequence[str]) -> Iterator[list[Engine]]:
    """Start the engines that a chart takes, before all else: they get ready meanwhile. Manifests take none.

    Raises:
        ToolError: there is no engine, or not the one that is asked for.
    """
    with contextlib.ExitStack() as stack:
        yield [
            stack.enter_context(contextlib.closing(select(ctx.obj["engine"], helm=ctx.obj["helm"])))
            for _ in range(0 if _are_manifests(paths) else _ENGINES)
        ]


def read(
    ctx: click.Context,
    paths: Sequence[str],
    given: Mapping[str, Any],
    config: Config,
    engines: Sequence[Engine],
) -> Input:
    """Give what the command line names: manifests if all paths are such, else one chart.

    Raises:
        InputError: a file or chart that is not there or cannot be read, a scenario for what is no namespace.
        UsageError: several charts, or none, or an option that says nothing about manifests.
    """
    if _are_manifests(paths):
        for option in (each for each in ctx.command.params if each.name in _OF_CHARTS and given[each.name]):
            hint = "leave it out, or name a chart"
            raise UsageError(_OF_CHARTS[str(option.name)], where=option.opts[-1], hint=hint)
        return lint_manifests.read(paths, config.settings)
    if len(paths) > 1:
        raise UsageError(
            f"one chart at a time: {' '.join(paths)!r}", hint="manifests end with .yaml or .json"
        )
    chart = load(paths[0] if paths else from_here(linted_chart(ctx)), access(given))
    own, refused = scenarios(chart), negatives(chart)
    further = [*_configured(config, own), *_given(given)]
    for scenario in (*own, *refused, *further):
        if scenario.namespace and (problem := namespace_problem(scenario.namespace)):
            raise InputError(problem, where=scenario.file, hint="change the comment `# Namespace:`")
        if scenario.kubernetes:
            _check_version(scenario)
    settings = config.settings
    if not Path(chart.reference).is_dir():
        # Files of ci/negative cover branches, and are no part of a package.
        settings = replace(settings, coverage_minimum=None)
    return ChartInput(chart, own, refused, further, engines, settings)


def _check_version(scenario: Scenario) -> None:
    try:
        store.minor_of(scenario.kubernetes)
    except UsageError as error:
        raise InputError(
            error.problem, where=scenario.file, hint="change the comment `# Kubernetes:`"
        ) from error


def _are_manifests(paths: Sequence[str]) -> bool:
    return bool(paths) and all(lint_manifests.is_manifest(path) for path in paths)


def write_listing(file: str, source: Input, outcome: Outcome | None) -> None:
    """Write which branches of a chart no scenario enters.

    Raises:
        UsageError: what was linted has none, or no rule asked for them.
        InputError: the file cannot be written.
    """
    if not isinstance(source, ChartInput) or outcome is None:
        hint = "name a chart that can be rendered, and do not skip the rule branch-uncovered"
        raise UsageError("there are no branches", where="--coverage", hint=hint)
    write_file(Path(file), listing(source.chart, outcome).encode())


def write(texts: Mapping[str, str]) -> None:
    """Write edited texts to their files, all of them or none; a byte order mark stays.

    Raises:
        InputError: a file cannot be read or written; as `write_files`.
    """
    files: dict[Path, bytes] = {}
    for file, text in texts.items():
        path = Path(file)
        mark = codecs.BOM_UTF8 if read_bytes(path).startswith(codecs.BOM_UTF8) else b""
        files[path] = mark + text.encode().removeprefix(codecs.BOM_UTF8)
    write_files(files)


def _configured(config: Config, known: Sequence[Scenario]) -> Iterator[Scenario]:
    """Read the files of the configuration that are not among the chart's own scenarios."""
    own = {Path(each.file).resolve() for each in known if each.file}
    files = [from_here(str(file)) for file in dict.fromkeys(config.scenarios) if file.resolve() not in own]
    taken = {each.name for each in known}
    for file, name in zip(files, names([[file] for file in files]), strict=True):
        yield read_scenario(read_bytes(Path(file)), file, file if name in taken else name)


def _given(given: Mapping[str, Any]) -> Iterator[Scenario]:
    if not given["each"] and not any(given[name] for name in _VALUES):
        return
    found = groups(given)
    for name, group in zip(names(found), found, strict=True):
        yield Scenario(name, collect(values_options(given, group), stdin=read_stdin), ", ".join(group))
