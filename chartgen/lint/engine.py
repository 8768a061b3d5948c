"""Lints a chart or manifests."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from chartgen.chart.reference import Chart
from chartgen.chart.scenarios import Scenario
from chartgen.core.finding import Finding, Severity
from chartgen.core.location import Location
from chartgen.kubernetes import store
from chartgen.lint.branches import Outcome
from chartgen.lint.collecting import Collector
from chartgen.lint.facts import ChartFacts, Run
from chartgen.lint.helm_lint import HelmLint
from chartgen.lint.objects import Object, Release
from chartgen.lint.reported import of_chart, of_manifests, reported, unused_paths
from chartgen.lint.runs import Runs
from chartgen.lint.settings import Settings
from chartgen.lint.versions import kubernetes
from chartgen.lint.work import SUBCHARTS, Work
from chartgen.render.engine import Engine
from chartgen.render.threads import lanes
from chartgen.validate.manifest_file import Manifest

_OF_HELM_LINT: Final = frozenset({"branch-coverage", "branch-uncovered", "helm-lint", "scenario-refused"})


class Linted(NamedTuple):
    """What is wrong with a chart, sorted, and what its scenarios cover, unless no rule wants to know."""

    findings: list[Finding]
    outcome: Outcome | None


def lint_chart(
    chart: Chart,
    scenarios: Sequence[Scenario],
    engines: Sequence[Engine],
    settings: Settings,
    *,
    negatives: Sequence[Scenario] = (),
) -> Linted:
    """Lint a chart in all its scenarios.

    `negatives` are the scenarios that it must refuse. A second engine works beside the first. Of a library
    chart only the files are looked at.

    Raises:
        InputError: a template that does not parse, dependencies that are missing.
        ToolError: the engine fails, or a program or extra that is asked for is missing.
        UsageError: a release name or Kubernetes version that Helm refuses.
    """
    collector = Collector(settings)
    work = Work(settings, collector, "" if settings.subcharts else chart.path_of(SUBCHARTS))
    with lanes(engines) as found:
        runs = Runs(chart, found, settings, collector)
        runs.ask(scenarios)
        helm_lint = None
        if not chart.is_library and not settings.rules.isdisjoint(_OF_HELM_LINT):
            helm_lint = HelmLint(chart, scenarios, runs.request, found[-1], runs.is_rendered)
        done = _looked_at(runs, work)
        if helm_lint and len(found) == 1:
            helm_lint.wait()
        work.chart(ChartFacts(chart, done, engines[0], runs.documents))
        tested = [each for each in negatives if each.refused]
        outcome = helm_lint.outcome({id(run.scenario) for run in done}, tested) if helm_lint else None
    told = outcome.findings(chart, settings.coverage_minimum, collector.is_told) if outcome else ()
    for finding in told:
        if finding.rule in settings.rules:
            collector.finding(finding)
    for finding in (*_silent(negatives), *unused_paths(chart, settings)):
        collector.finding(finding)
    objects = {
        (each.template, each.text, each.manifest.identity): each
        for run in done
        for each in run.release.objects
    }
    texts = of_chart(chart, [*scenarios, *negatives], settings)
    findings = reported(collector.findings(), settings, texts, objects.values(), prefix=chart.path_of(""))
    return Linted(findings, outcome)


def _looked_at(runs: Runs, work: Work) -> list[Run]:
    """Run rules over what scenarios give, while engines go on; gives all of it."""
    first = list(runs.of(work.prepare))
    work.runs(first, then=runs.go_on)
    further = list(runs.further())
    work.runs(further)
    return [*first, *further]


def _silent(negatives: Sequence[Scenario]) -> Iterator[Finding]:
    """Yield the scenarios that must be refused and do not say how."""
    for each in negatives:
        if not each.refused:
            problem = "the scenario does not say what it is refused with"
            hint = "add a comment line such as `# Refused: TEXT` before the values"
            yield Finding(Location(each.file), "scenario-refused", Severity.ERROR, problem, hint)


def lint_manifests(manifests: Sequence[Manifest], settings: Settings) -> list[Finding]:
    """Lint plain manifests as one release: give all that is wrong, sorted.

    Raises:
        ToolError: the extra `kubernetes` is not installed.
        UsageError: there are no schemas for a version of Kubernetes.
    """
    collector = Collector(settings)
    work = Work(settings, collector)
    objects = [Object(manifest) for manifest in manifests]
    for version in settings.kube_versions or (store.newest(),):
        collector.rendered("", version)
        release = Release("", kubernetes(version, objects, settings.checker), objects)
        work.check_objects([release])
        work.release(release)
    return reported(collector.findings(), settings, of_manifests(manifests), objects)
