"""Which findings are told: not those of rules that do not run for a file, nor those that are suppressed."""

import contextlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from chartgen.chart.reference import Chart
from chartgen.chart.scenarios import Scenario
from chartgen.core import yaml
from chartgen.core.config import FILE_NAME
from chartgen.core.errors import InputError
from chartgen.core.finding import Finding, Severity
from chartgen.lint import suppressions
from chartgen.lint.objects import Object
from chartgen.lint.path_pattern import matches
from chartgen.lint.settings import Settings
from chartgen.validate.manifest_file import Manifest

_COMMENTED: Final = (".yaml", ".yml", ".tpl", ".txt")
"""Files in which a comment is one; elsewhere, as in a README, it rather is an example."""


def reported(
    findings: Iterable[Finding],
    settings: Settings,
    texts: Mapping[str, str],
    objects: Iterable[Object],
    *,
    prefix: str = "",
) -> list[Finding]:
    """Give those that are told, and what is wrong with suppressions in texts and objects.

    `prefix` is what stands before the paths in a chart in locations.
    """
    kept = [each for each in findings if settings.runs(each.rule, each.location.file.removeprefix(prefix))]
    found = suppressions.apply(kept, settings, texts=texts, objects=objects, prefix=prefix)
    return [each for each in found if settings.runs(each.rule, each.location.file.removeprefix(prefix))]


def of_chart(chart: Chart, scenarios: Iterable[Scenario], settings: Settings) -> dict[str, str]:
    """Give the texts of a chart and its scenarios that may have comments, by their names in findings.

    Raises:
        InputError: a values file cannot be read any more.
    """
    contents = {
        chart.path_of(path): content
        for path, content in chart.files.items()
        if path.endswith(_COMMENTED) and (settings.subcharts or not path.startswith("charts/"))
    }
    given = {document.file for scenario in scenarios for document in scenario.values.documents}
    for file in sorted(given - contents.keys()):
        # What came through a pipe cannot be read again, and what came from an option is no file.
        if Path(file).is_file():
            contents[file] = yaml.read_bytes(Path(file))
    return dict(_texts(contents))


def _texts(contents: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    for file, content in contents.items():
        # What is no text has no comments.
        with contextlib.suppress(InputError):
            yield file, yaml.decode(content, file=file)


def of_manifests(manifests: Sequence[Manifest]) -> dict[str, str]:
    """Give the texts of the files of manifests, by their names in findings."""
    return {each.locate(()).file: "\n".join(each.lines) for each in manifests}


def unused_paths(chart: Chart, settings: Settings) -> Iterator[Finding]:
    """Yield the patterns of paths that no file has, if they stand in the chart.

    Others may be about several charts.
    """
    own = chart.path_of(FILE_NAME)
    for pattern, place in ((each.path, each.written) for each in settings.paths):
        if place is None or place.file != own or any(matches(pattern, path) for path in chart.files):
            continue
        problem = f"no file of the chart matches {pattern!r}"
        folder = pattern.rstrip("/")
        is_folder = any(path.startswith(f"{folder}/") for path in chart.files)
        hint = f"write {folder}/** for all in it" if is_folder else "correct the pattern, or remove it"
        here = place._replace(values_path="")
        yield Finding(here, suppressions.UNUSED, Severity.WARNING, problem, hint)
