"""What Helm's linter tells of a small chart."""

from collections.abc import Mapping

from chartgen.chart.reference import Chart, chart_of
from chartgen.chart.scenarios import Scenario, negatives, scenarios
from chartgen.kubernetes import store
from chartgen.lint.branches import Outcome
from chartgen.lint.helm_lint import HelmLint
from chartgen.render.engine import Engine, Release, Request
from chartgen.render.threads import lanes
from tests.lint.cases import CHART_YAML

TEMPLATE = """{{- if not .Values.name }}{{ fail "name: missing" }}{{ end -}}
{{ if .Capabilities.APIVersions.Has "example.com/v1" }}
a: {{ .Values.name }}
{{ else if eq .Release.Name "other" }}
b: 1
{{ else if .Values.c }}
c: 1
{{ end }}
{{- if hasKey .Values "d" }}
d: 1
{{- end }}
"""


def chart(files: Mapping[str, str]) -> Chart:
    whole = {
        "Chart.yaml": CHART_YAML.decode(),
        "templates/a.yaml": TEMPLATE,
        "values.yaml": "name: x\n",
        **files,
    }
    return chart_of("demo", {path: text.encode() for path, text in whole.items()})


def outcome_of(engine: Engine, files: Mapping[str, str]) -> Outcome:
    given = chart(files)

    def request_of(scenario: Scenario) -> Request:
        release = Release(scenario.release or "release-name")
        return Request(given, scenario.values.tree, store.newest(), release, scenario.apis)

    with lanes([engine]) as (lane,):
        found = scenarios(given)
        return HelmLint(given, found, request_of, lane).outcome(
            {id(each) for each in found}, negatives(given)
        )


def uncovered(found: Outcome) -> list[str]:
    return [f"{branch.line} {branch.kind}" for branch in found.coverage.uncovered]
