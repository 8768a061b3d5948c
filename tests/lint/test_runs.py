"""Which failures end a run, and which are findings of a scenario."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from chartgen.chart.reference import Chart, chart_of
from chartgen.chart.scenarios import scenarios
from chartgen.core.errors import InputError
from chartgen.core.exitcodes import ExitCode
from chartgen.core.finding import Finding
from chartgen.lint.collecting import Collector
from chartgen.lint.facts import Run
from chartgen.lint.runs import Runs
from chartgen.lint.settings import Settings
from chartgen.render.engine import Engine, Request
from tests.lint.cases import CHART_YAML
from tests.lint.rendered import rendered

Rendered = tuple[list[Run], list[Finding]]
DEPENDENT = (
    CHART_YAML
    + b"""dependencies:
- name: part
  version: 1.0.0
  repository: https://charts.example.com
  condition: part.enabled
"""
)


def a_chart(files: Mapping[str, str | bytes]) -> Chart:
    texts = {path: text.encode() if isinstance(text, str) else text for path, text in files.items()}
    return chart_of("demo", {"Chart.yaml": CHART_YAML, **texts})


@pytest.fixture
def run(engine: Engine) -> Callable[..., Rendered]:
    def run_chart(files: Mapping[str, str | bytes], settings: Settings | None = None) -> Rendered:
        chart, settings = a_chart(files), settings or Settings()
        collector = Collector(settings)
        runs = rendered(chart, engine, settings, collector=collector)
        return runs, collector.findings()

    return run_chart


@pytest.mark.parametrize(
    ("template", "problem"),
    [
        ("a: {{ foo }}\n", 'function "foo" not defined'),
        ("a: {{ if }}\n", "missing value for if"),
        ("a: {{ .Values.a\n", "unclosed action"),
        ("a: {{ end }}\n", "unexpected {{end}}"),
    ],
)
def test_a_template_that_does_not_parse_ends_the_run(run, template, problem):
    with pytest.raises(InputError) as raised:
        run({"templates/a.yaml": template})
    assert problem in raised.value.problem
    assert raised.value.exit_code is ExitCode.INPUT
    assert raised.value.where.file == "demo/templates/a.yaml"


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("a: {{ .Values.a.b }}\n", "nil pointer evaluating interface {}.b"),
        ('a: {{ fail "no" }}\n', "no"),
        ('a: {{ required "give x" .Values.x }}\n', "give x"),
        (
            'a: {{ fail "parse error at (demo/templates/a.yaml:1): no" }}\n',
            "parse error at (demo/templates/a.yaml:1): no",
        ),
        (
            'a: {{ tpl "{{ foo }}" . }}\n',
            'error calling tpl: cannot parse template "{{ foo }}": template: gotpl:1: function "foo" not defined',
        ),
        (
            'a: {{ include "x" . }}\n',
            'error calling include: template: no template "x" associated with template "gotpl"',
        ),
    ],
)
def test_what_fails_in_a_scenario_is_a_finding(run, template, message):
    runs, found = run({"templates/a.yaml": template})
    assert runs == []
    assert [(each.rule, each.message, each.scenarios) for each in found] == [
        ("render-failed", message, ("defaults",))
    ]


def test_one_scenario_that_fails_stops_no_other(run):
    runs, found = run(
        {
            "templates/a.yaml": 'a: {{ required "give x" .Values.x }}\n',
            "ci/with-x-values.yaml": "x: 1\n",
        }
    )
    assert {each.scenario.name for each in runs} == {"with-x"}
    assert [each.scenarios for each in found] == [("defaults",)]


def test_dependencies_that_are_missing_end_the_run(run):
    with pytest.raises(InputError) as raised:
        run({"Chart.yaml": DEPENDENT, "values.yaml": "part: {enabled: false}\n"})
    assert raised.value.problem == "these dependencies are missing in charts/: part"
    assert raised.value.hint == "run `helm dependency build`"
    assert raised.value.exit_code is ExitCode.INPUT
    assert raised.value.where.file == "demo/Chart.yaml"


def test_a_subchart_that_cannot_be_loaded_ends_the_run(run):
    with pytest.raises(InputError, match="must hold a mapping"):
        run({"charts/part/Chart.yaml": CHART_YAML, "charts/part/values.yaml": "- a\n"})


def test_what_a_subchart_fails_on_is_a_finding(run):
    part = {"charts/part/Chart.yaml": CHART_YAML, "charts/part/templates/a.yaml": '{{ fail "no" }}'}
    _, found = run(part)
    assert [(each.rule, each.message) for each in found] == [("render-failed", "no")]


def test_a_library_is_not_rendered(run):
    library = CHART_YAML + b'type: library\nkubeVersion: "<1.20"\n'
    helper = '{{ define "demo.a" }}{{ fail "no" }}{{ end }}'
    assert run({"Chart.yaml": library, "templates/_a.tpl": helper}) == ([], [])


def test_values_that_the_schema_refuses_are_not_rendered(run):
    schema = '{"type": "object", "properties": {"x": {"type": "string"}}}'
    runs, found = run(
        {
            "values.schema.json": schema,
            "templates/a.yaml": "a: {{ .Values.x | quote }}\n",
            "ci/number-values.yaml": "x: 1\n",
        }
    )
    assert {each.scenario.name for each in runs} == {"defaults"}
    assert [(each.rule, each.scenarios, each.location.file) for each in found] == [
        ("values-schema", ("number",), "demo/ci/number-values.yaml")
    ]


def test_a_schema_that_has_to_be_fetched_checks_nothing(run):
    schema = '{"properties": {"x": {"$ref": "https://demo.example.com/x.json"}}, "required": ["y"]}'
    runs, found = run({"values.schema.json": schema, "values.yaml": "x: 1\n", "templates/a.yaml": "a: 1\n"})
    assert (len(runs), found) == (2, [])


def test_a_scenario_may_say_what_it_is_rendered_for(run):
    header = "# Kubernetes: v1.31.0\n# Release: other\n# Namespace: space\n# APIs: a.example/v1\n"
    template = (
        'a: {{ .Release.Name }}.{{ .Release.Namespace }}.{{ .Capabilities.APIVersions.Has "a.example/v1" }}\n'
    )
    runs, _ = run({"templates/a.yaml": template, "ci/own-values.yaml": header + "{}\n"})
    own = [each for each in runs if each.scenario.name == "own"]
    assert [each.release.kubernetes.version for each in own] == ["v1.31.0"]
    assert own[0].rendering.texts == {"templates/a.yaml": "a: other.space.true\n"}
    assert (own[0].release.name, own[0].release.namespace) == ("other", "space")


def test_one_render_serves_all_versions_that_cannot_differ(run):
    settings = Settings(kube_versions=("1.30.0", "1.37.0"))
    runs, _ = run({"templates/a.yaml": "a: 1\n"}, settings)
    assert [each.release.kubernetes.version for each in runs] == ["1.30.0", "1.37.0"]
    assert runs[0].rendering is runs[1].rendering
    runs, _ = run({"templates/a.yaml": "a: {{ .Capabilities.KubeVersion.Minor }}\n"}, settings)
    assert [each.rendering.texts["templates/a.yaml"] for each in runs] == ["a: 30\n", "a: 37\n"]


def test_the_second_version_tells_where_lines_come_from(run):
    files = {
        "templates/a.yaml": 'a: "{{ .Release.Name }}"\nb: 1\n',
        "templates/NOTES.txt": "For {{ .Capabilities.KubeVersion.Version }}.\n",
    }
    runs, _ = run(files, Settings(kube_versions=("1.30.0", "1.33.0", "1.37.0")))
    assert [each.rendering.notes for each in runs] == ["For v1.30.0.\n", "For v1.33.0.\n", "For v1.37.0.\n"]
    assert [each.rendering.marked is None for each in runs] == [False, True, True]
    assert [str(each.rendering.origin("templates/a.yaml", 2)) for each in runs] == [
        "demo/templates/a.yaml:2:1"
    ] * 3


TRACED = {
    "templates/a.yaml": "kind: A\nmetadata:\n  name: {{ .Values.x }}\nb: {{ .Values.z }}\n",
    "templates/NOTES.txt": "{{ .Values.x }} for {{ .Capabilities.KubeVersion.Version }}.\n",
    "ci/a-values.yaml": "x: one\nz: two\n",
    "ci/b-values.yaml": "x: three\nz: three\n",
}


class Counting:
    """An engine that counts its renders."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self.count = engine, 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self.engine, name)

    def render_texts(self, request: Request) -> dict[str, str]:
        self.count += 1
        return self.engine.render_texts(request)


def test_the_third_version_tells_which_values_lines_show(engine: Engine):
    chart = a_chart(TRACED)
    counting: Any = Counting(engine)
    settings = Settings(kube_versions=("1.30.0", "1.33.0", "1.37.0"))
    with ThreadPoolExecutor(1) as pool:
        runs = Runs(chart, counting, settings, Collector(settings), pool)
        first = list(runs.of(scenarios(chart)))
        places = {}
        for run in first[::2]:
            (found,) = run.release.objects
            places[run] = [found.locate(path) for path in (("metadata", "name"), ("b",))]
            runs.go_on(run.scenario)
        further = list(runs.further())
        shown = {
            run.scenario.name: [str(run.value_shown(place)) for place in places[run]] for run in first[::2]
        }
    assert [run.rendering.notes for run in further] == [
        " for v1.37.0.\n",
        "one for v1.37.0.\n",
        "three for v1.37.0.\n",
    ]
    assert shown["a"] == ["demo/ci/a-values.yaml:1:4", "demo/ci/a-values.yaml:2:4"]
    assert shown["b"] == ["demo/ci/b-values.yaml:1:4", "demo/ci/b-values.yaml:2:4"]
    assert counting.count == len([*first, *further]) == 9


def test_a_third_version_that_differs_is_rendered_as_it_is(run):
    template = 'a: {{ .Values.x }}\nb: {{ semverCompare ">=1.35" .Capabilities.KubeVersion.Version }}\n'
    files = {"templates/a.yaml": template, "values.yaml": "x: one\n"}
    runs, _ = run(files, Settings(kube_versions=("1.30.0", "1.33.0", "1.37.0")))
    assert [each.rendering.texts["templates/a.yaml"].split()[-1] for each in runs] == [
        "false",
        "false",
        "true",
    ]


def test_crds_are_objects_of_each_release(run):
    crd = "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: as.example.com}\n"
    runs, _ = run({"crds/a.yaml": crd, "templates/a.yaml": ""})
    assert [(each.kind, each.template) for each in runs[0].release.objects] == [
        ("CustomResourceDefinition", "crds/a.yaml")
    ]
