"""Branches and Helm's linter, by real runs."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from chartgen.chart.reference import Chart, chart_of
from chartgen.chart.scenarios import Scenario, negatives, scenarios
from chartgen.chart.values import Values
from chartgen.core.finding import Severity
from chartgen.kubernetes import store
from chartgen.lint.branches import HelmLint, Outcome
from chartgen.render.engine import Engine, LintMessage, Release, Request
from chartgen.render.sourcemap.coverage import Coverage
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

    with ThreadPoolExecutor(1) as pool:
        found = scenarios(given)
        return HelmLint(given, found, request_of, engine, pool).outcome(
            {id(each) for each in found}, negatives(given)
        )


def uncovered(found: Outcome) -> list[str]:
    return [f"{branch.line} {branch.kind}" for branch in found.coverage.uncovered]


def test_branches_that_no_scenario_enters(engine: Engine):
    found = outcome_of(engine, {})
    assert uncovered(found) == ["1 if", "2 if", "4 else if", "6 else if", "9 if"]
    assert found.total == 8
    first = next(iter(found.findings(chart({}))))
    assert (first.location.line, first.message) == (
        1,
        "no scenario enters this branch: if {{- if not .Values.name }}; nor 4 others in lines 2, 4, 6, 9",
    )
    assert found.percent == 100 * 3 / 8


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("c: true", "6 else if"),
        ("# APIs: example.com/v1\nc: true", "2 if"),
        ("# Release: other\nc: true", "4 else if"),
        # The linter loses a null.
        ("d:", "9 if"),
    ],
)
def test_what_a_scenario_enters(engine: Engine, text: str, covered: str):
    without = uncovered(outcome_of(engine, {}))
    found = uncovered(outcome_of(engine, {"ci/a-values.yaml": f"{text}\n"}))
    assert [each for each in without if each not in found] == [covered]


def test_a_negative_scenario_enters_the_arm_that_refuses_it(engine: Engine):
    found = outcome_of(engine, {"ci/negative/no-name.yaml": '# Refused: name: missing\nname: ""\n'})
    assert "1 if" not in uncovered(found)
    assert next(iter(found.findings(chart({})))).rule == "branch-uncovered"


def test_a_negative_scenario_that_is_let_through(engine: Engine):
    found = outcome_of(engine, {"ci/negative/name.yaml": "# Refused: name: missing\nname: x\n"})
    last = [each for each in found.findings(chart({})) if each.rule == "scenario-refused"]
    assert [(each.location.file, each.severity) for each in last] == [
        ("demo/ci/negative/name.yaml", Severity.ERROR)
    ]
    assert "1 if" in uncovered(found)


def test_a_scenario_that_does_not_render_covers_nothing(engine: Engine):
    given: Any = chart({"ci/a-values.yaml": 'name: ""\nc: true\n'})
    found = scenarios(given)

    def request_of(scenario: Scenario) -> Request:
        return Request(given, scenario.values.tree, store.newest())

    with ThreadPoolExecutor(1) as pool:
        result = HelmLint(given, found, request_of, engine, pool).outcome({id(found[0])}, [])
    assert "6 else if" in uncovered(result)


def test_what_helm_says_and_no_rule_of_ours(engine: Engine):
    files = {"templates/b.yaml": "apiVersion: v1\nkind: Deployment\nmetadata: {name: a}\nspec: {}\n"}
    found = [each for each in outcome_of(engine, files).findings(chart(files)) if each.rule == "helm-lint"]
    assert [(each.location.file, each.severity, each.scenarios) for each in found] == [
        ("demo/templates/b.yaml", Severity.ERROR, ("defaults",))
    ]


def test_a_chart_without_branches(engine: Engine):
    assert outcome_of(engine, {"templates/a.yaml": "a: 1\n"}).percent == 100


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/var/chartgen-x/chart/demo", "demo/Chart.yaml"),
        ("templates/", "demo/templates"),
        ("templates/a.yaml", "demo/templates/a.yaml"),
        ("values.yaml", "demo/values.yaml"),
        ("Chart.yaml", "demo/Chart.yaml"),
    ],
)
def test_where_helm_lint_says_something(path: str, expected: str):
    message = LintMessage("warning", path, "odd")
    outcome = Outcome([(Scenario("defaults", Values()), message)], Coverage((), ()), [], 0)
    (found,) = outcome.findings(chart({}))
    assert found.location.file == expected


def test_one_other_branch_is_told_as_one(engine: Engine):
    files = {"templates/a.yaml": "{{ if .Values.a }}a: 1{{ else if .Values.b }}b: 1{{ else }}c: 1{{ end }}\n"}
    told = [each.message for each in outcome_of(engine, files).findings(chart(files))]
    assert any(message.endswith("; nor 1 other in line 1") for message in told)
