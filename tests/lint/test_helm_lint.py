"""Runs of Helm's linter: what scenarios enter, and what is kept from it."""

from collections.abc import Callable
from typing import Any

import pytest

from chartgen.chart.scenarios import Scenario, scenarios
from chartgen.core.finding import Severity
from chartgen.kubernetes import store
from chartgen.lint.helm_lint import HelmLint
from chartgen.render.engine import Engine, Linted, RenderLimitError, Request
from chartgen.render.threads import Lane, lanes
from tests.lint.outcomes import chart, outcome_of, uncovered


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
    assert "branch-uncovered" in {each.rule for each in found.findings(chart({}))}


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

    with lanes([engine]) as (lane,):
        result = HelmLint(given, found, request_of, lane).outcome({id(found[0])}, [])
    assert "6 else if" in uncovered(result)


API = "apiVersion: v1\nkind: Endpoints\nmetadata: {name: a}\n"


@pytest.mark.parametrize(
    "files",
    [
        {"templates/a.yaml": API},
        {
            "templates/a.yaml": '{{ include "a" . }}',
            "templates/_a.tpl": '{{ define "a" -}}\n' + API + "{{ end }}",
        },
    ],
)
def test_helm_is_not_asked_for_deprecated_apis(engine: Engine, files: dict[str, str]):
    said = engine.lint(Request(chart(files), {}, store.newest())).messages
    assert any("is deprecated" in each.text for each in said)
    assert not any("is deprecated" in each.text for _, each in outcome_of(engine, files).messages)


@pytest.mark.parametrize(
    "condition",
    [
        'eq (fromYaml (include "a" .)).apiVersion "v1"',
        'eq (get (fromYaml (include "a" .)) "apiVersion") "v1"',
        "eq (get (fromYaml (include `a` .)) `apiVersion`) `v1`",
    ],
)
def test_what_reads_an_api_version_finds_it(engine: Engine, condition: str):
    template = f"{{{{ if {condition} }}}}a: 1{{{{ else }}}}b: 1{{{{ end }}}}"
    files = {"templates/a.yaml": template, "templates/_a.tpl": '{{ define "a" -}}\n' + API + "{{ end }}"}
    assert uncovered(outcome_of(engine, files)) == ["1 else"]


def test_only_the_key_of_an_object_is_hidden(engine: Engine):
    template = '{{ if eq (include "a" .) "  apiVersion: v1" }}a: 1{{ else }}b: 1{{ end }}'
    helper = '{{ define "a" }}  apiVersion: v1{{ end }}{{ define "b" }}{{ "x" }}apiVersion: v1{{ end }}'
    files = {"templates/a.yaml": template, "templates/_a.tpl": helper}
    assert uncovered(outcome_of(engine, files)) == ["1 define", "1 else"]


def test_an_arm_that_is_known_is_looked_at_no_more(engine: Engine):
    files = {f"ci/{name}-values.yaml": f"{name}: true\n" for name in "abc"}
    template = (
        '{{ range $name := list "a" "b" "c" }}{{ if index $.Values $name }}{{ $name }}: 1{{ end }}{{ end }}'
    )
    given = chart({**files, "templates/a.yaml": template, "values.yaml": "x: 1\n"})
    found = scenarios(given)
    traces: list[tuple[str, ...]] = []

    class Tracing:
        """An engine that keeps what was traced."""

        def lint(self, request: Request) -> Linted:
            linted = engine.lint(request)
            traces.append(linted.failures)
            return linted

    def request_of(scenario: Scenario) -> Request:
        return Request(given, scenario.values.tree, store.newest())

    def lint(is_rendered: Callable[[Scenario], bool]) -> tuple[list[str], list[int]]:
        traces.clear()
        tracing: Any = Tracing()
        with lanes([engine]) as (lane,):
            linted = HelmLint(given, found, request_of, Lane(tracing, lane.pool), is_rendered)
            return uncovered(linted.outcome({*map(id, found)}, [])), [len({*trace}) for trace in traces]

    assert lint(lambda _: True) == ([], [2, 1, 0, 0])
    assert lint(lambda scenario: scenario.name != "a") == ([], [2, 1, 1, 0])
    assert lint(lambda _: False) == ([], [2, 3, 3, 3])


def test_a_run_that_is_lost_is_told_and_covers_by_renders(engine: Engine):
    given = chart({"ci/c-values.yaml": "c: true\n"})
    found = scenarios(given)

    class Losing:
        """An engine whose linter is lost."""

        def __getattr__(self, name: str) -> Any:
            return getattr(engine, name)

        def lint(self, request: Request) -> Linted:
            raise RenderLimitError(f"linting {request.chart.name} ended the engine's process")

    def request_of(scenario: Scenario) -> Request:
        return Request(given, scenario.values.tree, store.newest())

    losing: Any = Losing()
    with lanes([losing]) as (lane,):
        outcome = HelmLint(given, found, request_of, lane).outcome({*map(id, found)}, [])
    assert uncovered(outcome) == uncovered(outcome_of(engine, {"ci/c-values.yaml": "c: true\n"}))
    told = [each.message for each in outcome.findings(given) if each.rule == "helm-lint"]
    assert told == ["linting demo ended the engine's process"] * 2
