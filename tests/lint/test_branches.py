"""What is said of branches and of what Helm's linter says, by real runs."""

import pytest

from chartgen.chart.scenarios import Scenario, scenarios
from chartgen.chart.values import Values
from chartgen.core.finding import Severity
from chartgen.kubernetes import store
from chartgen.lint.branches import Outcome
from chartgen.lint.engine import lint_chart
from chartgen.lint.settings import Settings
from chartgen.render.engine import Engine, LintMessage
from chartgen.render.sourcemap.coverage import Coverage
from tests.lint.outcomes import chart, outcome_of, uncovered


def test_branches_that_no_scenario_enters(engine: Engine):
    found = outcome_of(engine, {})
    assert uncovered(found) == ["1 if", "2 if", "4 else if", "6 else if", "9 if"]
    assert found.total == 8
    first = next(each for each in found.findings(chart({})) if each.rule == "branch-uncovered")
    assert (first.location.line, first.message) == (
        1,
        "no scenario enters this branch: if {{- if not .Values.name }}; nor 4 others in lines 2, 4, 6, 9",
    )
    assert found.percent == 100 * 3 / 8


def test_what_helm_says_and_no_rule_of_ours(engine: Engine):
    files = {"templates/b.yaml": "apiVersion: v1\nkind: Deployment\nmetadata: {name: a}\nspec: {}\n"}
    told = outcome_of(engine, files).findings(chart(files))
    found = [each for each in told if each.rule == "helm-lint" and "icon" not in each.message]
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


CONFIG = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"


@pytest.mark.parametrize(
    ("files", "rule", "words"),
    [
        ({}, "chart-incomplete", "icon is recommended"),
        ({"Chart.yaml": "maintainers: [{email: a@b.c}]"}, "chart-incomplete", "maintainer requires a name"),
        ({"Chart.yaml": "type: application", "format": "v1"}, "chart-api-version", "chart type is not valid"),
        ({"Chart.yaml": "appVersion: 1.0"}, "chart-version", "appVersion should be of type string"),
        ({"Chart.yaml": "appVersion: yes"}, "chart-version", "appVersion should be of type string"),
        ({"Chart.yaml": "version: 1.2"}, "chart-version", "version should be of type string"),
        ({"templates/b.yaml": "a: b: c\n"}, "manifest-yaml", "unable to parse YAML"),
        ({"templates/b.yaml": "- a\n"}, "manifest-yaml", "unable to parse YAML"),
        ({"templates/b.yaml": CONFIG.replace("{name: a}", "a")}, "schema", "into Go struct field"),
        (
            {"templates/b.yaml": CONFIG.replace("v1", "apps/v1").replace("ConfigMap", "DaemonSet")},
            "schema",
            "must contain matchLabels",
        ),
        ({"templates/b.yaml": CONFIG.replace("name: a", "name: A_b")}, "object-name", "does not conform"),
    ],
)
def test_what_a_rule_of_ours_tells_is_told_once(engine: Engine, files: dict[str, str], rule: str, words: str):
    texts = {"templates/a.yaml": CONFIG.replace("name: a", "name: first"), **files}
    metadata = f"apiVersion: {texts.pop('format', 'v2')}\nname: demo\n{texts.pop('Chart.yaml', '')}\n"
    texts["Chart.yaml"] = metadata + ("" if "\nversion:" in metadata else "version: 1.2.3\n")
    said = [
        each.message
        for each in outcome_of(engine, texts).findings(chart(texts))
        if each.rule == "helm-lint" and words in each.message
    ]
    assert said, "Helm's linter says nothing of it"
    given = chart(texts)
    settings = Settings(kube_versions=(store.newest(),))
    found = lint_chart(given, scenarios(given), [engine], settings).findings
    assert [each.message for each in found if each.rule == "helm-lint" and words in each.message] == []
    file = next((each for each in files if each != "format"), "Chart.yaml")
    told = [each for each in found if each.rule == rule and each.location.file == f"demo/{file}"]
    assert all(each.location.line for each in told)
    assert told


def test_what_no_rule_of_ours_tells_in_this_file_stays(engine: Engine):
    texts = {
        "templates/b.yaml": CONFIG.replace("name: a", "generateName: a-"),
        "templates/c.yaml": CONFIG.replace("name: a", "name: A_b"),
    }
    given = chart(texts)
    found = lint_chart(given, scenarios(given), [engine], Settings(kube_versions=(store.newest(),))).findings
    told = [each.location.file for each in found if "does not conform" in each.message]
    assert told == ["demo/templates/b.yaml"]


def test_a_rule_that_is_off_is_not_told_by_another(engine: Engine):
    texts = {"templates/b.yaml": "a: b: c\n"}
    given = chart(texts)
    settings = Settings(rules=frozenset({"helm-lint"}), kube_versions=(store.newest(),))
    assert lint_chart(given, scenarios(given), [engine], settings).findings == []
