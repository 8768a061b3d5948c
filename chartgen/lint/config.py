"""The section `lint:` of `chartgen.yaml`, as settings."""

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from chartgen.core import yaml
from chartgen.core.config import FILE_NAME, read_config
from chartgen.core.errors import InputError, UsageError
from chartgen.core.finding import Severity
from chartgen.core.suggest import did_you_mean
from chartgen.core.values_path import Steps
from chartgen.kubernetes import store
from chartgen.lint.catalogue import entries
from chartgen.lint.names import namespace_problem
from chartgen.lint.rule_options import build
from chartgen.lint.settings import PathRules, Settings
from chartgen.render.engine import DEFAULT_RELEASE, Release, check_release_name

_SECTION: Final = "lint"
_COVERAGE: Final = "branch-coverage"


@dataclass(frozen=True, slots=True)
class Config:
    """What a file asks for: settings, values files that are scenarios, and the file of known findings."""

    settings: Settings = field(default_factory=Settings)
    scenarios: tuple[Path, ...] = ()
    baseline: Path | None = None


def nearest(folder: Path) -> Path | None:
    """Give the configuration in a folder or the nearest one above it."""
    for each in (folder, *folder.resolve().parents):
        if (each / FILE_NAME).is_file():
            return each / FILE_NAME
    return None


def read(path: Path) -> Config:
    """Read the section of a file; one that it does not have asks for nothing.

    Raises:
        InputError: the file cannot be read, its schema refuses it, or it names a rule, an option, a file or
            a version that there is not.
    """
    document = read_config(path)
    section = document.value.get(_SECTION) or {}
    return _Reader(path, document, section).config()


class _Reader:
    """Reads one section; every error has its line."""

    def __init__(self, path: Path, document: yaml.Document, section: Mapping[str, Any]) -> None:
        self._path, self._document, self._section = path, document, section

    def config(self) -> Config:
        """Give all of it.

        Raises:
            InputError: as `read`.
        """
        section = self._section
        baseline = section.get("baseline")
        settings = Settings(
            rules=self._rules(),
            severities=dict(self._severities()),
            options=dict(self._options()),
            kube_versions=tuple(self._kube_versions()),
            api_versions=tuple(section.get("apiVersions", ())),
            release=self._release(),
            subcharts=section.get("subcharts", False),
            paths=tuple(self._paths()),
            coverage_minimum=self._coverage_minimum(),
        )
        return Config(settings, tuple(self._scenarios()), baseline and self._path.parent / baseline)

    def _rules(self) -> frozenset[str]:
        rules = self._section.get("rules", {})
        only = self._ids(rules.get("only", ()), ("rules", "only"))
        return (only or frozenset(entries())) - self._ids(rules.get("skip", ()), ("rules", "skip"))

    def _coverage_minimum(self) -> float | None:
        minimum: float | None = self._section.get("coverage", {}).get("minimum")
        if minimum is not None and _COVERAGE not in self._rules():
            problem = f"the rule {_COVERAGE} does not run, which would look at it"
            hint = "name the rule in lint.rules.only, or take it out of lint.rules.skip"
            raise self._error(("coverage", "minimum"), problem, hint=hint)
        return minimum

    def _severities(self) -> Iterator[tuple[str, Severity]]:
        for rule, severity in self._section.get("severities", {}).items():
            yield self._id(rule, ("severities", rule), key=True), Severity[severity.upper()]

    def _options(self) -> Iterator[tuple[str, Any]]:
        for rule, given in self._section.get("options", {}).items():
            options = entries()[self._id(rule, ("options", rule), key=True)].options
            if options is None:
                raise self._error(("options", rule), "the rule has no options", key=True)
            yield rule, build(options, given, lambda *error, rule=rule: self._refused_option(rule, *error))

    def _refused_option(self, rule: str, name: str, problem: str, hint: str) -> InputError:
        return self._error(("options", rule, name), problem, hint=hint)

    def _kube_versions(self) -> Iterator[str]:
        for at, version in enumerate(self._section.get("kubeVersions", ())):
            try:
                store.minor_of(version)
            except UsageError as error:
                raise self._error(("kubeVersions", at), error.problem, hint=error.hint) from error
            yield version

    def _release(self) -> Release:
        name = self._section.get("releaseName", DEFAULT_RELEASE.name)
        try:
            check_release_name(name)
        except UsageError as error:
            raise self._error(("releaseName",), error.problem, hint=error.hint) from error
        namespace = self._section.get("namespace", DEFAULT_RELEASE.namespace)
        if problem := namespace_problem(namespace):
            raise self._error(("namespace",), problem)
        return Release(name, namespace)

    def _paths(self) -> Iterator[PathRules]:
        for at, each in enumerate(self._section.get("paths", ())):
            if each["path"].startswith("/") or ".." in each["path"].split("/"):
                problem = f"{each['path']!r} leads out of the chart"
                hint = "write it as seen from the chart's folder, such as templates/**"
                raise self._error(("paths", at, "path"), problem, hint=hint)
            written = self._document.locate((_SECTION, "paths", at, "path"))
            yield PathRules(each["path"], self._ids(each["skip"], ("paths", at, "skip")), written)

    def _scenarios(self) -> Iterator[Path]:
        folder = self._path.parent
        for at, pattern in enumerate(self._section.get("scenarios", ())):
            found = _files(folder, pattern)
            if not found:
                hint = f"it is looked for in {folder.resolve()}"
                raise self._error(("scenarios", at), f"there is no file {pattern!r}", hint=hint)
            yield from found

    def _ids(self, ids: Iterable[str], path: Steps) -> frozenset[str]:
        return frozenset(self._id(each, (*path, at)) for at, each in enumerate(ids))

    def _id(self, rule: str, path: Steps, *, key: bool = False) -> str:
        if rule not in entries():
            hint = did_you_mean(rule, entries()) or "`chartgen rules` lists all"
            raise self._error(path, f"{rule!r} is no rule", hint=hint, key=key)
        return rule

    def _error(self, path: Steps, problem: str, *, hint: str = "", key: bool = False) -> InputError:
        whole = (_SECTION, *path)
        place = self._document.locate(whole, key=key)
        return InputError(f"{yaml.format_path(whole)}: {problem}", where=place, hint=hint)


def _files(folder: Path, pattern: str) -> list[Path]:
    if (folder / pattern).is_file():
        return [folder / pattern]
    # Only below the folder; Python refuses two stars that are not alone between slashes, and a lone dot.
    with contextlib.suppress(ValueError, IndexError):
        found = [] if Path(pattern).is_absolute() else folder.glob(pattern)
        return sorted(each for each in found if each.is_file())
    return []
