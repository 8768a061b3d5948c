"""The origin of rendered lines, by real renders."""

from typing import Any

import pytest

from chartgen.chart.reference import load
from chartgen.chart.values import Options, collect
from chartgen.core.errors import InputError
from chartgen.kubernetes import store
from chartgen.render.embedded import EmbeddedEngine
from chartgen.render.engine import Release, Request
from chartgen.render.sourcemap.lines import Origin, map_lines
from tests.chart.conftest import CHART, SCENARIOS, namespace_of
from tests.render.conftest import WriteChart, request_of


@pytest.fixture
def origins(embedded: EmbeddedEngine, write_chart: WriteChart):
    """Give pairs of a line of templates/a.yaml and its origin, `file:line`, without blank lines."""

    def origins(template: str, helpers: str = "", **values: Any) -> list[tuple[str, str]]:
        files = {"templates/a.yaml": template, "templates/_h.tpl": helpers}
        chart = write_chart(files)
        render = lambda changed: embedded.render_texts(request_of(changed, {"values": values}))  # noqa: E731
        text = render(chart)["c/templates/a.yaml"]
        found = map_lines(chart, render)["c/templates/a.yaml"]
        lines = text.split("\n")
        assert len(lines) == len(found)
        return [
            (
                line.strip(),
                "-" if origin is None else f"{origin.file.removeprefix('templates/')}:{origin.line}",
            )
            for line, origin in zip(lines, found, strict=True)
            if line.strip()
        ]

    return origins


def test_plain_lines(origins):
    assert origins("a: 1\n\nb:\n  - x\r\n  - y") == [
        ("a: 1", "a.yaml:1"),
        ("b:", "a.yaml:3"),
        ("- x", "a.yaml:4"),
        ("- y", "a.yaml:5"),
    ]


def test_branches_and_ranges(origins):
    template = "{{- if .Values.a }}\na: {{ .Values.a }}\n{{- else }}\nb: 1\n{{- end }}\nl:\n{{- range .Values.l }}\n  - {{ . }}\n    {{- range $.Values.l }}\n  # x\n{{- end }}{{ end }}\nz: 1"
    assert origins(template, a=1, l=["x", "y"]) == [
        ("a: 1", "a.yaml:2"),
        ("l:", "a.yaml:6"),
        ("- x", "a.yaml:8"),
        ("# x", "a.yaml:10"),
        ("# x", "a.yaml:10"),
        ("- y", "a.yaml:8"),
        ("# x", "a.yaml:10"),
        ("# x", "a.yaml:10"),
        ("z: 1", "a.yaml:12"),
    ]
    assert origins(template, l=[])[0] == ("b: 1", "a.yaml:4")


def test_what_an_action_prints_belongs_to_its_line(origins):
    template = "a:\n  {{- toYaml .Values.a | nindent 2 }}\nb: |\n{{ .Values.t | indent 2 }}\nc: 1"
    assert origins(template, a={"x": 1, "w": [1, 2]}, t="one\ntwo") == [
        ("a:", "a.yaml:1"),
        ("w:", "a.yaml:2"),
        ("- 1", "a.yaml:2"),
        ("- 2", "a.yaml:2"),
        ("x: 1", "a.yaml:2"),
        ("b: |", "a.yaml:3"),
        ("one", "a.yaml:4"),
        ("two", "a.yaml:4"),
        ("c: 1", "a.yaml:5"),
    ]


HELPERS = """{{ define "labels" -}}
app: x
team: {{ .Values.team }}
{{- end }}
{{ define "yes" }}true
{{ end }}
{{ define "long" }}abc
def{{ end }}
"""


def test_helpers(origins):
    assert origins('l:\n  {{- include "labels" . | nindent 2 }}\nz: 1\n', HELPERS, team="net") == [
        ("l:", "a.yaml:1"),
        ("app: x", "_h.tpl:2"),
        ("team: net", "_h.tpl:3"),
        ("z: 1", "a.yaml:3"),
    ]


@pytest.mark.parametrize(
    "action",
    [
        '{{- if eq (include "yes" .) "true\\n" }}{{ end }}',
        '{{ include "yes" . | sha256sum }}',
        '{{ include "yes" . | b64enc }}',
        '{{ include "yes" . | trunc 2 }}',
        '{{ include "labels" . | fromYaml | toJson }}',
        '{{ include "long" . | len }}',
        '{{ if ne (include "yes" .) "true\\n" }}{{ fail "no" }}{{ end }}',
        '{{ tpl (include "long" . | replace "\\n" "") . }}',
    ],
)
def test_text_that_feeds_logic(origins, action):
    found = origins(
        f'a: 1\nb: x{action}\nl:\n  {{{{- include "labels" . | nindent 2 }}}}\nz: 1\n', HELPERS, team="net"
    )
    assert found[0] == ("a: 1", "a.yaml:1")
    assert found[1][1] == "a.yaml:2"
    assert found[-1] == ("z: 1", "a.yaml:5")
    # Where the same helper feeds logic as a whole its lines are those of the include.
    assert found[3:-1] in (
        [("app: x", "_h.tpl:2"), ("team: net", "_h.tpl:3")],
        [("app: x", "_h.tpl:3"), ("team: net", "_h.tpl:3")],
        [("app: x", "a.yaml:4"), ("team: net", "a.yaml:4")],
    )


def test_the_last_line_may_be_an_action(origins):
    assert origins("a: 1\n{{ toYaml .Values.a }}", a={"x": 1, "z": 2}) == [
        ("a: 1", "a.yaml:1"),
        ("x: 1", "a.yaml:2"),
        ("z: 2", "a.yaml:2"),
    ]
    assert origins("a: 1\n{{ if true }}\nb: 1\n{{- end }}\n{{- /* over\n two lines */}}") == [
        ("a: 1", "a.yaml:1"),
        ("b: 1", "a.yaml:3"),
    ]


BESIDE = 'v: {{ include (print .Template.BasePath "/a.yaml") . | ACTION | quote }}'


@pytest.mark.parametrize(
    ("action", "last"),
    [
        ("sha256sum", "templates/a.yaml:2"),
        ("sha1sum", "templates/a.yaml:2"),
        ('hasSuffix "z: 1"', None),
        ("len", None),
    ],
)
def test_a_checksum_of_another_template_is_no_logic(
    embedded: EmbeddedEngine, write_chart: WriteChart, action, last
):
    files = {"templates/a.yaml": "a: 1\nz: 1", "templates/b.yaml": BESIDE.replace("ACTION", action)}
    found = map_lines(
        write_chart(files), lambda changed: embedded.render_texts(request_of(changed, {"values": {}}))
    )
    assert found["c/templates/b.yaml"] == (Origin("templates/b.yaml", 1),)
    first, second = found["c/templates/a.yaml"]
    assert (second and f"{second.file}:{second.line}") == last
    assert first == (None if action == "len" else Origin("templates/a.yaml", 1))


def test_a_value_that_looks_like_a_token(origins):
    assert origins("a: {{ .Values.a }}\nb: 1\n", a="⟦0;⟦⟦1;") == [
        ("a: ⟦0;⟦⟦1;", "a.yaml:1"),
        ("b: 1", "a.yaml:2"),
    ]


def test_lines_that_are_never_the_same(origins):
    template = """a: {{ randAlphaNum 20 }}
b: {{ include "b" . }}
{{- $ca := genCA "x" 1 }}
c: {{ $ca.Cert | b64enc }}
d: {{ now }}
e: |
{{ randAlphaNum 9 | indent 2 }}
  {{ .Values.x }}
f: {{ include "logic" . | len }}
"""
    helpers = """{{ define "b" }}{{ uuidv4 }}{{ end }}{{ define "logic" }}x
y{{ end }}"""
    found = [(line.split(":")[0], place) for line, place in origins(template, helpers, x="t: 1")]
    assert [found[at] for at in (0, 1, 2, 3, 4, 6, 7)] == [
        ("a", "a.yaml:1"),
        ("b", "a.yaml:2"),
        ("c", "a.yaml:4"),
        ("d", "a.yaml:5"),
        ("e", "a.yaml:6"),
        ("t", "a.yaml:8"),
        ("f", "a.yaml:9"),
    ]


def test_a_text_of_another_number_of_lines_each_time_has_no_origins(
    embedded: EmbeddedEngine, write_chart: WriteChart
):
    endless = "{{ range until (randInt 1 5000) }}x: 1\n{{ end }}"
    chart = write_chart({"templates/a.yaml": endless, "templates/b.yaml": "a: 1"})
    found = map_lines(chart, lambda changed: embedded.render_texts(request_of(changed, {})))
    assert set(found["c/templates/a.yaml"]) == {None}
    assert found["c/templates/b.yaml"] == (Origin("templates/b.yaml", 1),)


def test_a_chart_without_lines(origins, embedded: EmbeddedEngine, write_chart: WriteChart):
    render = lambda changed: embedded.render_texts(request_of(changed, {}))  # noqa: E731
    assert map_lines(write_chart({}), render) == {}
    assert map_lines(write_chart({"templates/a.yaml": "{{- /* x */ -}}"}, "d"), render) == {
        "c/templates/a.yaml": (None,)
    }


def test_a_chart_that_fails_says_why(origins):
    with pytest.raises(InputError, match="not now"):
        origins('a: 1\n{{ fail "not now" }}')


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda path: path.stem)
def test_lines_of_the_chart(scenario, embedded: EmbeddedEngine):
    """A line without an action in its template is rendered as it stands there, but for its indentation."""
    chart = load(str(CHART))
    values = collect(Options([str(scenario)])).tree
    render = lambda changed: embedded.render_texts(  # noqa: E731
        Request(changed, values, store.newest(), Release(namespace=namespace_of(scenario)))
    )
    texts, found = render(chart), map_lines(chart, render)
    literal = action = wrong = 0
    for path, text in texts.items():
        for line, origin in zip(text.split("\n"), found[path], strict=True):
            if not line.strip():
                continue
            assert origin is not None
            written = chart.files[origin.file].decode().split("\n")[origin.line - 1]
            if "{{" in written or "}}" in written:
                action += 1
            else:
                literal += 1
                wrong += line.strip() != written.strip()
    assert literal > 0
    assert wrong == 0
