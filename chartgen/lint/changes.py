"""Findings in files that changed, and those that can come from such files."""

import os
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from chartgen.chart.reference import VALUES_FILE, Chart
from chartgen.chart.scenarios import Scenario
from chartgen.core.finding import Finding


@dataclass(frozen=True, slots=True)
class Sources:
    """What a rendered line depends on besides its template.

    `scenarios` has the values files of each scenario, `shared` the files that all of them use: the defaults
    and the helpers.
    """

    scenarios: Mapping[str, Collection[str]] = field(default_factory=dict)
    shared: Collection[str] = ()


def sources_of(chart: Chart, scenarios: Iterable[Scenario]) -> Sources:
    """Give what the rendered lines of a chart depend on."""
    shared = [
        path
        for path in chart.files
        if path == VALUES_FILE
        or (path.startswith("templates/") and (path.endswith(".tpl") or path.split("/")[-1].startswith("_")))
    ]
    files = {each.name: [document.file for document in each.values.documents] for each in scenarios}
    return Sources(files, [chart.path_of(path) for path in shared])


def in_changed(
    findings: Iterable[Finding], changed: Collection[Path], sources: Sources | None = None
) -> list[Finding]:
    """Give the findings whose file changed, and those of rendered lines that the change can have caused.

    `changed` are real paths, without links. A finding about a folder counts where a file in it changed.
    """
    work = _Changed(changed, sources or Sources())
    return [each for each in findings if work.is_in(each)]


class _Changed:
    def __init__(self, changed: Collection[Path], sources: Sources) -> None:
        self._changed = frozenset(changed)
        self._folders = frozenset(folder for path in changed for folder in path.parents)
        self._all = any(self._has(file) for file in sources.shared)
        self._scenarios = [
            name for name, files in sources.scenarios.items() if any(self._has(file) for file in files)
        ]

    def is_in(self, finding: Finding) -> bool:
        """Say whether a finding is to be told."""
        if self._has(finding.location.file):
            return True
        return any(self._all or self._is_changed(scenario) for scenario in finding.scenarios)

    def _is_changed(self, scenario: str) -> bool:
        # A scenario that is only found wrong for some versions is called by its name and the version.
        return any(scenario == name or scenario.startswith(f"{name} (") for name in self._scenarios)

    def _has(self, file: str) -> bool:
        path = Path(os.path.realpath(file))
        return path in self._changed or path in self._folders
