"""What templates ask of the cluster, by themselves and by helpers."""

import pytest

from chartgen.chart.archive import pack
from chartgen.chart.reference import Chart, chart_of
from chartgen.lint import capabilities as module
from chartgen.lint.capabilities import Capabilities, Questions
from tests.lint.cases import CHART_YAML

HAS = '{{ .Capabilities.APIVersions.Has "policy/v1beta1" }}'
VERSION = "{{ .Capabilities.KubeVersion.Version }}"


def chart(files: dict[str, str]) -> Chart:
    return chart_of(
        "demo", {"Chart.yaml": CHART_YAML, **{path: text.encode() for path, text in files.items()}}
    )


def of(own: str, helpers: str = "", **files: str) -> Questions:
    """Give what a template asks that has these helpers beside it."""
    paths = {"templates/a.yaml": own, "templates/_h.tpl": helpers, **files}
    return Capabilities(chart(paths)).of("templates/a.yaml")


@pytest.mark.parametrize(
    ("api_version", "kind", "expected"),
    [
        ("policy/v1beta1", "PodDisruptionBudget", True),
        ("policy/v1", "PodDisruptionBudget", False),
        ("apps/v2", "Deployment", True),
        ("apps/v2", "DaemonSet", False),
    ],
)
def test_a_version_or_a_kind_is_asked_for(api_version: str, kind: str, expected: bool):
    found = of(HAS + '{{ $.Capabilities.APIVersions.Has "apps/v2/Deployment" }}')
    assert found.has(api_version, kind) is expected
    assert found.reads


def test_what_asks_for_no_version_reads_all_the_same():
    assert of(VERSION) == Questions(reads=True)


@pytest.mark.parametrize("own", ["Capabilities", "{{/* .Capabilities */}}", "{{ .Values.a }}"])
def test_texts_and_comments_ask_nothing(own: str):
    assert of(own, VERSION) == Questions()


@pytest.mark.parametrize(
    "own",
    [
        '{{ include "demo.first" . }}',
        '{{- template "demo.first" . }}',
        "{{ include `demo.first` . | nindent 2 }}",
        '{{ $name := "demo.first" }}{{ include $name . }}',
        '{{ include (printf "demo.%s" .Values.a) . }}',
        '{{ define "demo.other" }}{{ end }}{{ include "demo.second" . }}',
    ],
)
def test_helpers_count_where_they_are_reached(own: str):
    helpers = f"""
{{{{ define "demo.first" }}}}{{{{ if .a }}}}{{{{ include "demo.second" . }}}}{{{{ end }}}}{{{{ end }}}}
{{{{ define "demo.second" }}}}{{{{ include "demo.first" . }}}}{HAS}{{{{ end }}}}
"""
    assert of(own, helpers).has("policy/v1beta1", "")


@pytest.mark.parametrize(
    "own", ['{{ include "demo.other" . }}', f'{{{{ define "demo.own" }}}}{HAS}{{{{ end }}}}', "demo.first"]
)
def test_helpers_that_are_not_reached_do_not(own: str):
    helpers = f'{{{{ define "demo.first" }}}}{HAS}{{{{ end }}}}{{{{ define "demo.other" }}}}{{{{ end }}}}'
    assert of(own, helpers) == Questions()


def test_a_block_stands_where_it_is():
    assert of(f'{{{{ block "demo.a" . }}}}{HAS}{{{{ end }}}}').reads


def test_a_name_that_a_helper_is_given_is_asked_for():
    helpers = '{{ define "demo.has" }}{{ .root.Capabilities.APIVersions.Has .version }}{{ end }}'
    found = of('{{ include "demo.has" (dict "root" . "version" "policy/v1beta1") }}', helpers)
    assert found.has("policy/v1beta1", "")
    assert not found.has("policy/v1", "")


def test_what_tpl_may_run_counts_where_it_is_called():
    values = f"""a: '{HAS}'"""
    assert of("{{ tpl .Values.a . }}", **{"values.yaml": values}).has("policy/v1beta1", "")
    assert of("{{ .Values.a }}", **{"values.yaml": values}) == Questions()


@pytest.mark.parametrize("is_packed", [False, True])
def test_subcharts_have_helpers_too(is_packed: bool):
    files = {
        "Chart.yaml": CHART_YAML.replace(b"demo", b"common"),
        "templates/_h.tpl": f'{{{{ define "common.a" }}}}{HAS}{{{{ end }}}}'.encode(),
        "templates/b.yaml": VERSION.encode(),
    }
    inside = {f"charts/common/{path}": text for path, text in files.items()}
    packed = {"charts/common-1.2.3.tgz": pack(files)}
    own = {"Chart.yaml": CHART_YAML, "templates/a.yaml": b'{{ include "common.a" . }}'}
    found = Capabilities(chart_of("demo", {**own, **(packed if is_packed else inside)}))
    assert found.of("templates/a.yaml").has("policy/v1beta1", "")
    assert found.of("charts/common/templates/b.yaml") == Questions(reads=True)


@pytest.mark.parametrize("packed", [b"Capabilities", pack({"a": b"Capabilities"})])
def test_what_is_no_chart_in_an_archive_has_none(packed: bytes):
    own = {"Chart.yaml": CHART_YAML, "templates/a.yaml": VERSION.encode(), "charts/x.tgz": packed}
    assert Capabilities(chart_of("demo", own)).of("templates/a.yaml").reads


def test_a_template_that_does_not_parse_asks_nothing():
    assert of("{{ .Capabilities ") == Questions()


def test_a_template_is_looked_at_once(monkeypatch: pytest.MonkeyPatch):
    calls: list[str] = []
    read = module.tokens
    monkeypatch.setattr(module, "tokens", lambda text, file: calls.append(file) or read(text, file=file))
    asked = Capabilities(chart({"templates/a.yaml": VERSION}))
    assert [asked.of("templates/a.yaml").reads for _ in range(3)] == [True] * 3
    assert calls == ["templates/a.yaml"]


def test_a_path_that_no_file_has_asks_what_all_ask():
    found = Capabilities(chart({"templates/a.yaml": "a: 1", "charts/part/templates/b.yaml": HAS}))
    assert found.of("charts/part/templates/b.yaml").has("policy/v1beta1", "Any")
    assert found.of("charts/alias/templates/b.yaml").has("policy/v1beta1", "Any")
    assert not found.of("templates/a.yaml").has("policy/v1beta1", "Any")
