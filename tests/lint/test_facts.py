"""What rules know of all of a chart."""

from dataclasses import replace

from chartgen.chart.reference import chart_of
from chartgen.core.location import Location
from chartgen.lint.facts import ANOTHER_RELEASE, ChartFacts
from chartgen.render.engine import Engine, Release
from tests.lint.cases import CHART_YAML
from tests.lint.rendered import rendered

TEMPLATE = b"""\
{{- range until (int .Values.count) }}
---
kind: A
metadata:
  name: {{ $.Release.Name }}-{{ . }}
  namespace: {{ $.Release.Namespace }}
{{- end }}
{{- if and .Values.short (gt (len .Release.Name) 20) }}
{{- fail "too long" }}
{{- end }}
"""
HELPERS = b'{{- define "demo.x" }}x{{ end }}'


def facts(engine: Engine, **ci: str) -> ChartFacts:
    files = {
        "Chart.yaml": CHART_YAML,
        "values.yaml": b"count: 1\nshort: false\n",
        "templates/a.yaml": TEMPLATE,
        "templates/_h.tpl": HELPERS,
        **{f"ci/{name}-values.yaml": text.encode() for name, text in ci.items()},
    }
    chart = chart_of("demo", files)
    return ChartFacts(chart, rendered(chart, engine), engine)


def test_templates_are_tokens_by_their_paths(engine):
    found = facts(engine).templates
    assert set(found) == {"templates/a.yaml", "templates/_h.tpl"}
    assert "".join(token.text for token in found["templates/a.yaml"]).encode() == TEMPLATE
    assert found["templates/_h.tpl"][0].kind == "define"


def test_a_run_can_be_rendered_otherwise(engine):
    known = facts(engine)
    request = known.runs[0].rendering.request
    found = known.rendered(replace(request, release=Release("other", "there")))
    assert found is not None
    assert [(each.name, each.namespace) for each in found.objects] == [("other-0", "there")]
    assert found.objects[0].locate(("metadata", "name")).line == 5


def test_a_render_that_fails_is_none(engine):
    known = facts(engine)
    request = replace(known.runs[0].rendering.request, release=ANOTHER_RELEASE)
    assert known.rendered(replace(request, values={"short": True})) is None


def test_elsewhere_are_the_first_run_and_the_largest(engine):
    known = facts(engine, a="count: 2", b="count: 5", c="count: 3")
    found = known.elsewhere
    assert [run.scenario.name for run, _ in found] == ["defaults", "b"]
    assert [len(rendering.objects) for _, rendering in found] == [1, 5]
    assert {each.namespace for _, rendering in found for each in rendering.objects} == {"another-namespace"}
    assert {each.name[:-2] for _, rendering in found for each in rendering.objects} == {ANOTHER_RELEASE.name}
    assert known.elsewhere is found


def test_elsewhere_renders_a_run_once_and_leaves_out_what_fails(engine):
    assert [run.scenario.name for run, _ in facts(engine).elsewhere] == ["defaults"]
    known = facts(engine, b="count: 5\nshort: true")
    assert [run.scenario.name for run in known.runs] == ["defaults", "b"]
    assert [run.scenario.name for run, _ in known.elsewhere] == ["defaults"]
    assert ChartFacts(known.chart, [], engine).elsewhere == ()


def test_places_are_in_the_chart_as_users_see_it(engine):
    known = facts(engine)
    assert known.place("values.yaml", 2, 1) == Location("demo/values.yaml", 2, 1)
    assert known.place("") == Location("demo")
