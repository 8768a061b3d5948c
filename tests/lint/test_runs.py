"""Which failures end a run, and which are findings of a scenario."""

from collections.abc import Callable, Mapping

import pytest

from chartgen.chart.reference import Chart, chart_of
from chartgen.core.errors import InputError
from chartgen.core.exitcodes import ExitCode
from chartgen.core.finding import Finding
from chartgen.lint.collecting import Collector
from chartgen.lint.facts import Run
from chartgen.lint.settings import Settings
from chartgen.render.engine import Engine
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


def test_crds_are_objects_of_each_release(run):
    crd = "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: as.example.com}\n"
    runs, _ = run({"crds/a.yaml": crd, "templates/a.yaml": ""})
    assert [(each.kind, each.template) for each in runs[0].release.objects] == [
        ("CustomResourceDefinition", "crds/a.yaml")
    ]
