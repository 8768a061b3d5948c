"""What templates name of values, without a render."""

import pytest

from chartgen.chart.reference import chart_of
from chartgen.render.sourcemap.references import References

CHART_YAML = b"apiVersion: v2\nname: c\nversion: 1.0.0\n"


def references(template: str, **values) -> References:
    return References(
        chart_of("c", {"Chart.yaml": CHART_YAML, "templates/a.yaml": template.encode()}), values
    )


@pytest.mark.parametrize(
    ("template", "taken", "other"),
    [
        ("{{ .Values.a.b }}", "a.b", "a"),
        ("{{ $.Values.a.b | quote }}", "a.b", "x.b"),
        ("{{ (index $root.Values.list 0).b }}", "list", "a.b"),
        ("{{ with .Values.a }}{{ .b }}{{ end }}", "a.b", "x.b"),
        ("{{ range .Values.a }}{{ .b }}{{ end }}", "a.any.b", "x.any.b"),
        ("{{ range $key, $each := .Values.a }}{{ $each.b.c }}{{ end }}", "a.any.b.c", "a.any.c"),
        ("{{ $a := .Values.a }}{{ $a.b }}", "a.b", "b"),
        ('{{ index .Values "a" "b-c" }}', "a.b-c", "a.c"),
        ("{{ index .Values `a` }}", "a", "b"),
        ('{{ dig "a" "b" 1 .Values.x }}', "x.a.b", "a.z"),
        ('{{ include "x" (dict "values" .Values.a) }}{{ .values.b }}', "a", "b"),
        ("{{ if and .Values.a.b (not .Values.c) }}{{ end }}", "c", "a"),
    ],
)
def test_what_is_taken_up(template, taken, other):
    found = references(template)
    assert found.takes(tuple(taken.split(".")))
    assert not found.takes(tuple(other.split(".")))


def test_a_path_that_is_a_text_is_named():
    found = references('{{ include "secret" (dict "values" (list "auth.password") "context" $) }}')
    assert found.names(("auth", "password"))
    assert not found.takes(("auth", "password"))
    assert not found.names(("auth", "user"))


def test_texts_between_actions_and_comments_name_nothing():
    found = references("a: .Values.a {{/* .Values.b */}} {{ .Release.Name }}")
    assert not found.takes(("a",))
    assert not found.takes(("b",))
    assert not found.takes(("Name",))


def test_texts_among_values_may_be_templates():
    assert references("{{ tpl .Values.text . }}", text="{{ .Values.a }}", more=["{{"]).takes(("a",))


def test_a_file_that_only_looks_like_a_template_is_read_nonetheless():
    chart = chart_of(
        "c",
        {"Chart.yaml": CHART_YAML, "files/a.conf": b"{{ .Values.a }} {{ '", "README.md": b"{{ .Values.b }}"},
    )
    assert References(chart).takes(("a",))
    assert not References(chart).takes(("b",))


@pytest.mark.parametrize("template", ["{{ .Values.a.b.c }}", "{{ with .Values.a }}{{ .b.c }}{{ end }}"])
def test_what_is_named_on_the_way(template):
    found = references(template)
    assert found.names(("a", "b"))
    assert found.names(("a", "b", "c"))
    assert not found.takes(("a", "b"))
    assert not found.names(("a", "c"))


def test_what_stands_above():
    found = references("{{ toYaml .Values.a.b }}")
    assert found.above(("a", "b", "c", "d")) == ("a", "b")
    assert found.above(("a", "b")) is None
    assert references("{{ toYaml .Values }}").above(("a", "b")) == ()


def test_where_a_path_is_named():
    ((file, action),) = references("x\n{{ .Values.a.b }}").absolute["a", "b"]
    assert (file, action.line) == ("templates/a.yaml", 2)


def test_words():
    assert references('{{ .Values.a.b }}{{ .c }}{{ get . "d" }}').words >= {"a", "b", "c", "d"}
