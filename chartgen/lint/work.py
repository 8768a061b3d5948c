"""Runs rules over releases; a rule sees an object once, however many releases have it."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import zip_longest
from typing import Any, Final

from chartgen.chart.scenarios import Scenario
from chartgen.core.finding import Finding, Severity
from chartgen.lint import networks
from chartgen.lint.catalogue import Entry
from chartgen.lint.collecting import Collector, ValueShown, nothing
from chartgen.lint.facts import ChartFacts, Run
from chartgen.lint.objects import Kubernetes, Object, Release
from chartgen.lint.rule import Hit
from chartgen.lint.settings import Settings

SUBCHARTS: Final = "charts/"


class Work:
    """What is done to the releases of one run, and then to the chart."""

    def __init__(self, settings: Settings, collector: Collector, outside: str = "") -> None:
        """Choose the rules; what they find goes to the collector.

        `outside` starts the paths of the subcharts whose objects are not asked for, if there are such.
        """
        self._settings, self._collector, self._outside = settings, collector, outside
        self._of_objects = settings.chosen("object")
        self._of_versions = settings.chosen("version")
        self._of_releases = settings.chosen("release")
        self._of_networks: dict[tuple[object, ...], list[Finding]] = {}
        self._known: dict[tuple[object, ...], list[tuple[Entry, Hit]]] = {}

    def _check(self, entry: Entry) -> Callable[..., Iterator[Hit]]:
        """Give the check of a rule with its options in it."""
        check = entry.check
        assert check is not None  # noqa: S101 -- rules that are decided elsewhere see nothing
        if entry.options is None:
            return check
        options: Any = self._settings.options.get(entry.id) or entry.options()
        return lambda *seen: check(*seen, options)

    def prepare(self, release: Release) -> None:
        """Run the rules about single objects over one; those about releases may ask for renders."""
        for each in release.objects:
            if not self._is_outside(each):
                self._object(each)

    def check_objects(self, releases: Sequence[Release]) -> None:
        """Compare the objects of all releases with schemas at once, for the rules that will ask."""
        objects: dict[Kubernetes, list[Object]] = {}
        for release in releases if self._of_versions else ():
            objects.setdefault(release.kubernetes, []).extend(release.objects)
        for version, found in objects.items():
            version.check(found)

    def runs(self, runs: Sequence[Run], then: Callable[[Scenario], None] = lambda _: None) -> None:
        """Run them over what scenarios give; `then` gets each scenario behind its last run."""
        self.check_objects([run.release for run in runs])
        for run, following in zip_longest(runs, runs[1:]):
            self.unread(run)
            self.release(run.release, run.value_shown)
            if following is None or following.scenario is not run.scenario:
                then(run.scenario)

    def release(self, release: Release, value_shown: ValueShown = nothing) -> None:
        """Run the rules about objects and releases over one; `value_shown` finds the values of its lines."""
        scenario, version = release.scenario, release.kubernetes.version
        take = partial(self._collector.hit, scenario=scenario, version=version, value_shown=value_shown)
        for each in release.objects:
            if self._is_outside(each):
                continue
            for entry, hit in (*self._object(each), *self._version(each, release.kubernetes)):
                take(entry.rule, hit)
        for entry, hit in self._release(release):
            if not self._is_outside(hit.object):
                take(entry.rule, hit)
        for finding in self._networks(release):
            if self._outside and finding.location.file.startswith(self._outside):
                continue
            self._collector.finding(finding, scenario=scenario, version=version, value_shown=value_shown)

    def _is_outside(self, each: Object | None) -> bool:
        return bool(self._outside) and each is not None and each.template.startswith(SUBCHARTS)

    def chart(self, facts: ChartFacts) -> None:
        """Run the rules about all of a chart."""
        for entry in self._settings.chosen("chart"):
            for hit in self._check(entry)(facts):
                if self._is_outside(hit.object):
                    continue
                run = facts.runs_by_object.get(hit.object) if hit.object else None
                value_shown = run.value_shown if run else nothing
                self._collector.hit(entry.rule, hit, value_shown=value_shown)

    def unread(self, run: Run) -> None:
        """Tell of documents that are none."""
        if "manifest-yaml" not in self._settings.rules:
            return
        for unread in run.rendering.unread:
            place = run.rendering.origin(unread.template, unread.line)
            problem = f"the output is no manifest: {unread.problem}"
            found = Finding(place, "manifest-yaml", Severity.ERROR, problem, unread.hint)
            version = run.release.kubernetes.version
            self._collector.finding(found, scenario=run.scenario.name, version=version)

    def _object(self, each: Object) -> list[tuple[Entry, Hit]]:
        key = (each.template, each.text or each)
        if key not in self._known:
            self._known[key] = [
                (entry, hit) for entry in self._of_objects for hit in self._check(entry)(each)
            ]
        return self._known[key]

    def _version(self, each: Object, version: Kubernetes) -> list[tuple[Entry, Hit]]:
        key = (each.template, each.text or each, version)
        if key not in self._known:
            self._known[key] = [
                (entry, hit) for entry in self._of_versions for hit in self._check(entry)(each, version)
            ]
        return self._known[key]

    def _release(self, release: Release) -> Iterator[tuple[Entry, Hit]]:
        yield from self._set(release, by_version=False)
        yield from self._set(release, by_version=True)

    def _set(self, release: Release, *, by_version: bool) -> list[tuple[Entry, Hit]]:
        key = (release.kubernetes.minor if by_version else "", *_set(release))
        if key not in self._known:
            rules = [entry for entry in self._of_releases if entry.rule.by_version == by_version]
            self._known[key] = [(entry, hit) for entry in rules for hit in self._check(entry)(release)]
        return self._known[key]

    def _networks(self, release: Release) -> list[Finding]:
        key = _set(release)
        if key not in self._of_networks:
            self._of_networks[key] = list(networks.findings(release, self._settings))
        return self._of_networks[key]


def _set(release: Release) -> tuple[object, ...]:
    """Give what is the same for releases whose objects are equal."""
    return (
        release.name,
        release.namespace,
        *((each.template, each.text or each) for each in release.objects),
    )
