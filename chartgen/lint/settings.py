"""What a run of the linter is asked for."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from chartgen.cni.addresses import Network
from chartgen.cni.versions import Versions
from chartgen.core.finding import Severity
from chartgen.core.location import Location
from chartgen.kubernetes.validator import Checker, Validator
from chartgen.lint.catalogue import Entry, entries
from chartgen.lint.path_pattern import matches
from chartgen.render.engine import DEFAULT_RELEASE, Release

MakeChecker: TypeAlias = Callable[[str, Iterable[Mapping[str, Any]]], Checker]
"""Makes what checks objects from a Kubernetes version and CRDs."""


@dataclass(frozen=True, slots=True)
class PathRules:
    """The rules that do not run for the files of a pattern, and where that is written."""

    path: str
    skip: frozenset[str]
    written: Location | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Settings:
    """Rules, and what charts are rendered for.

    `rules` are the ids of those that run. `kube_versions` are full versions such as `1.37.0`; none stands for
    the oldest that the chart allows and the newest known. `options` has an object of `Entry.options` for the
    rules that are not to have its defaults. `paths` are about paths in the chart, or of manifests as given.
    `coverage_minimum` is a percentage of the branches, None where nothing is demanded.
    `checker` makes what compares objects with schemas.
    """

    rules: frozenset[str] = field(default_factory=lambda: frozenset(entries()))
    severities: Mapping[str, Severity] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    kube_versions: tuple[str, ...] = ()
    api_versions: tuple[str, ...] = ()
    release: Release = DEFAULT_RELEASE
    versions: Versions = field(default_factory=Versions)
    taken: tuple[tuple[str, Network], ...] = ()
    subcharts: bool = False
    checker: MakeChecker = Validator
    paths: tuple[PathRules, ...] = ()
    coverage_minimum: float | None = None

    def chosen(self, sees: str) -> list[Entry]:
        """Give the rules that run and see something."""
        return [each for each in entries().values() if each.id in self.rules and each.rule.sees == sees]

    def severity(self, rule: str, found: Severity) -> Severity:
        """Give the severity of a finding that its rule has found to be of one."""
        return self.severities.get(rule, found)

    def runs(self, rule: str, path: str) -> bool:
        """Say whether a rule, be it decided here or elsewhere, runs for a file."""
        if rule in entries() and rule not in self.rules:
            return False
        return not any(rule in each.skip and matches(each.path, path) for each in self.paths)
