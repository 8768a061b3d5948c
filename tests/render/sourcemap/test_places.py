"""Where tokens go: behind what each line has written."""

import pytest

from chartgen.chart.reference import chart_of
from chartgen.render.sourcemap.insertion import inserted
from chartgen.render.sourcemap.places import Found, find
from tests.render.conftest import CHART_YAML


def found(text: str, file: str = "templates/a", **options: bool) -> Found:
    return find(chart_of("c", {"Chart.yaml": CHART_YAML.encode(), file: text.encode()}), **options)


def marked(text: str, **options: bool) -> str:
    """Give the template with `<line>` where tokens go."""
    places = found(text, **options).places
    return inserted(text, [(place.offset, f"<{place.line}{'!' * place.trims}>") for place in places])


@pytest.mark.parametrize(
    ("text", "with_tokens"),
    [
        ("", ""),
        ("a", "a<1>"),
        ("a: 1\n\n  b: 2  \n", "a: 1<1>\n\n  b: 2<3>  \n"),
        ("a: 1\r\nb: 2\r\n", "a: 1<1>\r\nb: 2<2>\r\n"),
        ("a: {{ .b }}\n", "a:<1> {{ .b }}<1>\n"),
        ('a: "{{ .b }}-{{ .c }}"\n', 'a: "<1>{{ .b }}-<1>{{ .c }}"<1>\n'),
        ("a{{ if .b }}c{{ end }}\n", "a<1>{{ if .b }}c<1>{{ end }}\n"),
        ("{{ if .b }}\n  c\n{{- end }}\n", "{{ if .b }}\n  c<2>\n{{- end }}\n"),
        ("{{ .a }}{{ .b }}\n", "{{ .a }}<1>{{ .b }}<1>\n"),
        ("{{ .a -}}\n  b\n", "{{ .a -}}<1!>\n  b<2>\n"),
        ("a {{- /* b */ -}}\n c", "a {{- /* b */ -}}\n c<1>"),
        ("a\n{{- $x := 1 }}\nb\n", "a<1>\n{{- $x := 1 }}\nb<3>\n"),
        ("{{ dict\n  .a\n}}\nb\n", "{{ dict\n  .a\n}}<1>\nb<4>\n"),
        ("{{ dict\n  .a\n}}: x\nb\n", "{{ dict\n  .a\n}}: x<1>\nb<4>\n"),
        ("{{ if or\n .a\n}}b\n{{ end }}", "{{ if or\n .a\n}}b<3>\n{{ end }}"),
        ('{{ define "a" -}}\nb {{ .c }}\n{{- end }}\n', '{{ define "a" -}}\nb<2> {{ .c }}<2>\n{{- end }}\n'),
        ('{{ block "a" . }}b{{ end }}', '{{ block "a" . }}b<1>{{ end }}'),
    ],
)
def test_tokens_stand_behind_what_is_written(text, with_tokens):
    assert marked(text) == with_tokens


@pytest.mark.parametrize(
    ("text", "with_tokens"),
    [
        ("a: {{ .b }}\n", "a: {{ .b }}<1>\n"),
        ('a: "{{ .b }}-{{ .c }}"\r\n', 'a: "{{ .b }}-{{ .c }}"<1>\r\n'),
        ("{{ .a -}}\n  b\nc", "{{ .a -}}\n  b<2>\nc<3>"),
        ("a {{ if .b -}}\n  b\n{{- end }}\n", "a {{ if .b -}}\n  b<1>\n{{- end }}\n"),
        ('{{ define "a" }}b{{ end }}\n', '{{ define "a" }}b<1>{{ end }}\n'),
        ('{{ define "a" }}{{ .b -}}\n{{ end }}\n', '{{ define "a" }}{{ .b -}}<1!>\n{{ end }}\n'),
        ("a: {{- .b | nindent 2 }}\nc: 1", "a:<1> {{- .b | nindent 2 }}<1>\nc: 1<2>"),
        ("{{ .a -}}\n{{ range .b }}\n---\nc\n{{ end }}", "{{ .a -}}\n{{ range .b }}\n---\nc<4>\n{{ end }}"),
        ("a\n{{ .b -}}\n", "a<1>\n{{ .b -}}<2!>\n"),
    ],
)
def test_comments_stand_only_at_ends_of_lines(text, with_tokens):
    assert marked(text, only_line_ends=True) == with_tokens


@pytest.mark.parametrize(
    ("file", "is_template"),
    [
        ("templates/a", True),
        ("templates/a/b.tpl", True),
        ("charts/b/templates/a", True),
        ("charts/b/charts/c/templates/a", True),
        ("charts/.b/templates/a", False),
        ("charts/_b/templates/a", False),
        ("charts/b.tgz", False),
        ("files/templates/a", False),
        ("crds/a", False),
    ],
)
def test_which_files_are_templates(file, is_template):
    assert bool(found("a", file).places) is is_template


def test_definitions_and_their_calls():
    text = """{{- define "a" -}}
{{ if include "b" . }}x: {{ include "c" . }}{{ end }}
{{- end -}}
{{ define `c` }}1{{ end }}{{ include "elsewhere" . }}
{{ include "a" . }}{{ $y := include "c" . }}{{ $y }}{{ $z := include "c" . }}{{ len $z }}
"""
    answer = found(text)
    a, c = answer.definitions
    assert text[a.start : a.end].startswith('{{- define "a" -}}\n{{ if')
    assert text[a.start : a.end].endswith("{{- end -}}")
    assert text[c.start : c.end] == "{{ define `c` }}1{{ end }}"
    assert (text[a.name_end], text[c.name_end]) == ('"', "`")
    assert [
        (call.name, text[call.start : call.end], call.definition, call.is_sure) for call in answer.calls
    ] == [
        ("c", '"c"', a, True),
        ("a", '"a"', None, True),
        ("c", '"c"', None, False),
    ]


def test_a_definition_without_an_end():
    assert found('{{ define "a" }}{{ if .b }}x').definitions == []


def test_calls_where_tokens_are_comments():
    text = """{{ define "a" }}x{{ end }}a: {{ include "a" . }}
b: {{- include "a" . | nindent 2 }}
- {{ include "a" . }}{{ $x := include "a" . }}{{ $y := include "a" . }}
{{ $y }}
c: {{ $x }}
"""
    assert [text[: call.start].count("\n") + 1 for call in found(text, only_line_ends=True).calls] == [
        2,
        3,
        3,
    ]
    assert len(found(text).calls) == 5
