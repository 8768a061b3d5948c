"""The listing of branches."""

from chartgen.chart.reference import chart_of
from chartgen.lint.listing import listing
from chartgen.render.engine import Engine
from tests.lint.cases import CHART_YAML
from tests.lint.test_branches import chart, outcome_of


def test_listing(engine: Engine):
    files = {
        "templates/b.yaml": "{{ range .Values.l }}\nb: {{ . }}\n{{ end }}\n",
        "templates/c.yaml": "c: 1\n",
    }
    text = listing(chart(files), outcome_of(engine, {**files, "ci/a-values.yaml": "c: true\nd: 1\n"}))
    assert text.splitlines() == [
        "demo: 6 of 10 branches entered (60.0 %)",
        "",
        "templates/a.yaml: 5 of 8 branches entered",
        '!  1 {{- if not .Values.name }}{{ fail "name: missing" }}{{ end -}}  <- if',
        '!  2 {{ if .Capabilities.APIVersions.Has "example.com/v1" }}  <- if',
        "   3 a: {{ .Values.name }}",
        '!  4 {{ else if eq .Release.Name "other" }}  <- else if',
        "   5 b: 1",
        "   6 {{ else if .Values.c }}",
        "   7 c: 1",
        "   8 {{ end }}",
        '   9 {{- if hasKey .Values "d" }}',
        "  10 d: 1",
        "  11 {{- end }}",
        "",
        "templates/b.yaml: 1 of 2 branches entered",
        "! 1 {{ range .Values.l }}  <- range",
        "  2 b: {{ . }}",
        "  3 {{ end }}",
    ]


def test_bytes_that_are_no_text(engine: Engine):
    found = outcome_of(engine, {"templates/a.yaml": "{{ if .Values.x }}y{{ end }}"})
    given = chart_of(
        "demo", {"Chart.yaml": CHART_YAML, "templates/a.yaml": b"{{ if .Values.x }}\xff{{ end }}"}
    )
    assert listing(given, found).splitlines()[-1] == "! 1 {{ if .Values.x }}?{{ end }}  <- if"
