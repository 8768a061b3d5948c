"""What is said of branches and of what Helm's linter says, by real runs."""

import pytest

from chartgen.chart.scenarios import Scenario
from chartgen.chart.values import Values
from chartgen.core.finding import Severity
from chartgen.lint.branches import Outcome
from chartgen.render.engine import Engine, LintMessage
from chartgen.render.sourcemap.coverage import Coverage
from tests.lint.outcomes import chart, outcome_of, uncovered


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
