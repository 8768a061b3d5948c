"""The key of a part of an object, in the template line that wrote it."""

import time
from types import SimpleNamespace
from typing import Any

import pytest

from chartgen.chart.reference import chart_of
from chartgen.core.values_path import Steps
from chartgen.kubernetes import store
from chartgen.lint.rendering import Documents, Rendering
from chartgen.lint.templates import Templates
from chartgen.render.engine import Engine, Request
from chartgen.render.sourcemap.lines import Origin
from tests.lint.cases import CHART_YAML

TEMPLATE = """# Values: {{ .Values.kind }}
apiVersion: v1
kind: {{ .Values.kind }}
metadata: {name: demo, "labels": { app: {{ .Values.kind | lower }} }}
{{- $data := .Values.data }}
data:\t
  {{- if true }}{{ with $data }}
  {{- toYaml . | nindent 2 }}
  {{- end }}{{ end }}
  'a.b': "data: {{ .Values.kind }}"   \r
  text: |
    first: 1
    {{ printf "second: %s" .Values.kind }}
  list: "
    x"
{{- include "extra" . }}
"""
HELPER = """{{ define "extra" }}
binaryData:
  {{ .Values.kind }}: QQ==
  - {{ end }}"""


@pytest.fixture(scope="session")
def rendering(engine: Engine) -> Rendering:
    files = {
        "Chart.yaml": CHART_YAML,
        "values.yaml": b"kind: ConfigMap\ndata: {one: '1', two: '2'}\n",
        "templates/a.yaml": TEMPLATE.encode(),
        "templates/_h.tpl": HELPER.replace("  - {{ end", "{{ end").encode(),
    }
    request = Request(chart_of("demo", files), {}, store.newest())
    return Rendering(request, engine.render_texts(request), engine, Templates(request.chart), Documents())


def region(rendering: Rendering, path: Steps, *, key: bool = False) -> tuple[str, str]:
    """Give the file's name and line, and the text at the columns."""
    (each,) = rendering.objects
    place = each.locate(path, key=key)
    file = place.file.removeprefix("demo/templates/")
    text = TEMPLATE if file == "a.yaml" else HELPER
    assert place.end_line == place.line
    return f"{file}:{place.line}", text.split("\n")[place.line - 1][place.column - 1 : place.end_column - 1]


@pytest.mark.parametrize(
    ("path", "found"),
    [
        (("kind",), ("a.yaml:3", "kind: {{ .Values.kind }}")),
        (("metadata", "name"), ("a.yaml:4", 'name: demo, "labels": { app: {{ .Values.kind | lower }} }}')),
        (("metadata", "labels", "app"), ("a.yaml:4", "app: {{ .Values.kind | lower }} }}")),
        (("data", "one"), ("a.yaml:8", "{{- toYaml . | nindent 2 }}")),
        (("data", "a.b"), ("a.yaml:10", "'a.b': \"data: {{ .Values.kind }}\"")),
        (("binaryData", "ConfigMap"), ("_h.tpl:3", "{{ .Values.kind }}: QQ==")),
    ],
)
def test_the_key_of_a_value_in_its_line(rendering: Rendering, path: Steps, found: tuple[str, str]):
    assert region(rendering, path, key=True) == found
    assert region(rendering, path) == found


def test_the_key_of_what_stands_in_further_lines(rendering: Rendering):
    assert region(rendering, ("metadata", "labels"), key=True)[1].startswith('"labels": {')
    assert region(rendering, ("data",), key=True) == ("a.yaml:6", "data:")
    assert region(rendering, ("binaryData",), key=True) == ("_h.tpl:2", "binaryData:")


def test_a_line_as_a_whole(rendering: Rendering):
    (each,) = rendering.objects
    assert each.locate(()).line == 2
    lines = rendering.texts["templates/a.yaml"].split("\n")
    number = next(at for at, line in enumerate(lines, 1) if "second" in line)
    place = rendering.origin("templates/a.yaml", number)
    assert (place.line, place.column) == (13, 5)
    assert rendering.origin("templates/a.yaml", 999).line == 0


@pytest.mark.parametrize(
    ("key", "line", "column"),
    [
        ("data", "  data: 1", 3),
        ("data", "- data: 1", 3),
        ("data", '{"data":1}', 2),
        ("data", "data:", 1),
        ("data", "  my.data: 1", 3),
        ("data", "  data-x: 1", 3),
        ("data", "  x: data", 3),
        ("data", "  {{ $data := 1 }}", 3),
        ("data", "  {{ data := 1 }}", 3),
        ("a.b", "  aXb: 1", 3),
        ("a.b", "  x: {a.b: 1}", 7),
    ],
)
def test_where_a_key_stands(key: str, line: str, column: int):
    chart = chart_of("demo", {"Chart.yaml": CHART_YAML, "templates/a.yaml": line.encode()})
    place = Templates(chart).region(Origin("templates/a.yaml", 1), key)
    assert (place.column, place.end_column) == (column, len(line) + 1)


ALL = len(store.api_versions("1.30.0"))


@pytest.mark.parametrize(
    ("template", "values", "count"),
    [
        ("a: 1", {}, 0),
        ("a: {{ .Capabilities.KubeVersion.Version }}", {}, 0),
        (
            'a: {{ .Capabilities.APIVersions.Has "batch/v1" }}{{ $.Capabilities.APIVersions.Has "x/v1" }}',
            {},
            1,
        ),
        ("a: {{ .Capabilities.APIVersions.Has .Values.api }}", {}, ALL),
        ("a: {{ .Capabilities | toJson }}", {}, ALL),
        ("{{ with .Capabilities }}a: {{ .APIVersions }}{{ end }}", {}, ALL),
        ("a: {{ tpl .Values.a . }}", {"a": "{{ .Capabilities.APIVersions }}"}, ALL),
    ],
)
def test_the_apis_that_templates_can_see(template: str, values: dict[str, str], count: int):
    chart = chart_of("demo", {"Chart.yaml": CHART_YAML, "templates/a.yaml": template.encode()})
    assert len(Templates(chart).api_versions("1.30.0", values)) == count


def test_a_packed_subchart_can_see_all():
    chart = chart_of("demo", {"Chart.yaml": CHART_YAML, "charts/a.tgz": b""})
    assert len(Templates(chart).api_versions("1.30.0", {})) == ALL


@pytest.mark.parametrize(
    ("template", "is_kept"),
    [
        ("a: 1", False),
        ('a: {{ .Files.Get "crds/a.yaml" | sha256sum }}', True),
        ('a: {{ range $path, $_ := .Files.Glob "**.yaml" }}{{ $path }}{{ end }}', True),
        ('a: {{ .Files.Get "files/a.json" }}', False),
    ],
)
def test_crds_are_rendered_with_where_they_are_read(template: str, *, is_kept: bool):
    files = {"Chart.yaml": CHART_YAML, "crds/a.yaml": b"a: 1", "templates/a.yaml": template.encode()}
    chart = chart_of("demo", files)
    lean = Templates(chart).unchecked
    assert ("crds/a.yaml" in lean.files) == is_kept
    assert (lean is chart) == is_kept


def test_renders_may_take_a_multiple_of_the_longest(engine: Engine):
    chart = chart_of("demo", {"Chart.yaml": CHART_YAML, "templates/a.yaml": b"a: 1"})
    templates = Templates(chart)
    assert templates.patience == 5
    slow: Any = SimpleNamespace(render_texts=lambda _: time.sleep(0.6) or {})
    templates.render(slow, Request(chart, {}, store.newest()))
    assert 6 <= templates.patience < 60
    before = templates.patience
    templates.render(slow, Request(chart.with_files(chart.files), {}, store.newest()))
    assert templates.patience == before
