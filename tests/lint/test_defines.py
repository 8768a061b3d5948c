import pytest

from chartgen.chart.reference import chart_of
from chartgen.lint.defines import Define, Uses, own_defines, subchart_defines
from chartgen.lint.facts import ChartFacts
from chartgen.render.engine import Engine
from tests.lint.cases import CHART_YAML


@pytest.fixture
def facts(engine: Engine):
    def make(**files: str) -> ChartFacts:
        paths = {
            "helpers": "templates/_helpers.tpl",
            "used": "templates/a.yaml",
            "values": "values.yaml",
            "sub": "charts/sub/templates/_a.tpl",
        }
        texts = {paths[name]: text.encode() for name, text in files.items()}
        if "sub" in files:
            texts["charts/sub/Chart.yaml"] = CHART_YAML
        return ChartFacts(chart_of("demo", {"Chart.yaml": CHART_YAML, **texts}), [], engine)

    return make


def test_defines_know_their_place_and_body(facts):
    found = facts(
        helpers='x\n {{- define "demo.a" }}a{{ if . }}b{{ end }}{{ end }}{{ block `demo.b` . }}c{{ end }}'
    )
    assert list(own_defines(found)) == [
        Define("demo.a", "templates/_helpers.tpl", 2, 2, "a{{ if . }}b{{ end }}"),
        Define("demo.b", "templates/_helpers.tpl", 2, 54, "c"),
    ]


def test_those_of_subcharts_are_apart(facts):
    found = facts(sub='{{ define "sub.a" }}{{ end }}')
    assert list(own_defines(found)) == []
    assert [(each.name, each.subchart) for each in subchart_defines(found)] == [("sub.a", "sub")]


def test_ends_without_a_start_are_passed_over(facts):
    assert list(own_defines(facts(helpers='{{ end }}{{ define "a" }}'))) == []


@pytest.mark.parametrize(
    "used",
    [
        '{{ include "demo.a.name" . }}',
        "{{ template `demo.a.name` . }}",
        '{{ block "demo.a.name" . }}{{ end }}',
        '{{ tpl (dict "helper" "demo.a.name") . }}',
        '{{ $name := "demo.a.name" }}{{ include $name . }}',
        '{{ include (printf "demo.%s.name" .Values.x) . }}',
        '{{ include (print "demo." .Values.x) . }}',
        '{{ include (print $.Chart.Name ".a.name") . }}',
    ],
)
def test_names_that_may_be_asked_for(facts, used):
    assert Uses(facts(used=used)).has("demo.a.name")


@pytest.mark.parametrize(
    "used",
    [
        "demo.a.name",
        "{{/* demo.a.name */}}",
        '{{ define "demo.a.name" }}{{ end }}',
        '{{ include "demo.a" . }}',
        '{{ printf "demo.%s.name" .Values.x }}{{ include "demo.b" . }}',
        '{{ include (printf "demo.%s.title" .Values.x) . }}',
        '{{ include .Values.helper "a" }}',
        '{{ include (print "x" .Values.x "e") . }}',
        '{{ include (print "other." .Values.x) . }}',
    ],
)
def test_names_that_nobody_asks_for(facts, used):
    assert not Uses(facts(used=used)).has("demo.a.name")


def test_values_and_subcharts_ask_too(facts):
    assert Uses(facts(values="""x: '{{ include "demo.a.name" . }}'""")).has("demo.a.name")
    assert Uses(facts(sub='{{ include "demo.a.name" . }}')).has("demo.a.name")
