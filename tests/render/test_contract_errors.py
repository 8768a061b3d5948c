"""What holds for every engine: the same errors, whatever Helm it runs."""

from collections.abc import Callable

import pytest

from chartgen.chart.reference import Chart
from chartgen.core.errors import InputError, UsageError
from chartgen.render.engine import Engine, Release
from tests.render.conftest import request_of
from tests.render.contract_charts import LONGEST_NAME, doc

# name: template or files, then problem and place of the error.
FAILURES: dict[str, tuple[str | dict[str, str], str, str]] = {
    "fail": (
        'kind: A\n{{ fail "one: two\\nand (three)\\n" }}',
        "one: two\nand (three)",
        "templates/a.yaml:2:3",
    ),
    "fail in a helper": ('\n{{ include "h.fail" . }}', "from the helper", "templates/a.yaml:2:3"),
    "fail in tpl": ('{{ tpl "{{ fail `inside` }}" . }}', "inside", "templates/a.yaml:1:3"),
    "required": ('a: {{ required "need it" .Values.no }}', "need it", "templates/a.yaml:1:6"),
    "nil pointer": (
        "{{ .Values.no.way }}",
        "nil pointer evaluating interface {}.way",
        "templates/a.yaml:1:10",
    ),
    "nil pointer in a helper": (
        '{{ include "h.nil" . }}',
        "nil pointer evaluating interface {}.way",
        "templates/_h.tpl:3:10",
    ),
    "nil pointer in tpl": (
        '{{ tpl "{{ .Values.no.way }}" . }}',
        "nil pointer evaluating interface {}.way",
        "templates/a.yaml:1:3",
    ),
    "unknown function": ("{{ nope }}", 'function "nope" not defined', "templates/a.yaml:1"),
    "not a template": ("\n{{ if }}", "missing value for if", "templates/a.yaml:2"),
    "unfinished": ("{{ if true }}", "unexpected EOF", "templates/a.yaml:1"),
    "unknown helper": (
        '{{ include "nope" . }}',
        'error calling include: template: no template "nope" associated with template "gotpl"',
        "templates/a.yaml:1:3",
    ),
    "unknown template": ('{{ template "nope" . }}', 'template "nope" not defined', "templates/a.yaml:1:12"),
    "index": ("{{ index (list 1) 5 }}", "error calling index: index out of range: 5", "templates/a.yaml:1:3"),
    "recursion": (
        '{{ define "r" }}{{ include "r" . }}{{ end }}{{ include "r" . }}',
        "error calling include: rendering template has a nested reference name: r: unable to execute template",
        "templates/a.yaml:1:19",
    ),
    "not YAML": (
        "kind: A\na: b: c\n",
        "the output is not a manifest: line 2: mapping values are not allowed in this context",
        "templates/a.yaml",
    ),
    "not YAML in the second document": (
        "kind: A\n---\nkind: B\n\ta: 1\n",
        "the output is not a manifest: line 2: found a tab character that violates indentation",
        "templates/a.yaml",
    ),
    "an alias that leads nowhere": (
        "a: *x\n",
        "the output is not a manifest: unknown anchor 'x' referenced",
        "templates/a.yaml",
    ),
    "a control character": (
        'a: "{{ printf "%c" 7 }}"\n',
        "the output is not a manifest: control characters are not allowed",
        "templates/a.yaml",
    ),
    "NUL": (
        'a: "{{ printf "%c" 0 }}"\n',
        "the output is not a manifest: control characters are not allowed",
        "templates/a.yaml",
    ),
    "infinity": (
        "a: .inf\n",
        "the output is not a manifest: json: unsupported value: +Inf",
        "templates/a.yaml",
    ),
    "a list": (
        "- a\n",
        "the output is not a manifest: a document must be a mapping, not a list",
        "templates/a.yaml",
    ),
    "a text": (
        "hello\n",
        "the output is not a manifest: a document must be a mapping, not a text",
        "templates/a.yaml",
    ),
    "kind is a mapping": (
        "kind: {}\n",
        "the output is not a manifest: kind must be a text, not a mapping",
        "templates/a.yaml",
    ),
    "metadata is a list": (
        "metadata:\n- a\n",
        "the output is not a manifest: metadata must be a mapping, not a list",
        "templates/a.yaml",
    ),
    "an annotation is a list": (
        "metadata:\n  annotations:\n    a: [1]\n",
        "the output is not a manifest: each of metadata.annotations must be a text, not a list",
        "templates/a.yaml",
    ),
    "annotations are a text": (
        "metadata:\n  annotations: x\n",
        "the output is not a manifest: metadata.annotations must be a mapping, not a text",
        "templates/a.yaml",
    ),
    "a failing template of a subchart": (
        {
            "charts/one/Chart.yaml": "apiVersion: v2\nname: one\nversion: 1.0.0\n",
            "charts/one/templates/a.yaml": '\n\n{{ fail "sub" }}',
        },
        "sub",
        "charts/one/templates/a.yaml:3:3",
    ),
}
HELPERS = '{{ define "h.fail" }}{{ fail "from the helper" }}{{ end }}\n{{ define "h.nil" }}\n{{ .Values.no.way }}{{ end }}'


@pytest.mark.parametrize("case", FAILURES)
def test_errors_are_the_same(case: str, engine: Engine, write_chart: Callable[..., Chart]):
    template, problem, place = FAILURES[case]
    files = (
        template
        if isinstance(template, dict)
        else {"templates/a.yaml": template, "templates/_h.tpl": HELPERS}
    )
    chart = write_chart(files)
    with pytest.raises(InputError) as caught:
        engine.render(request_of(chart, {}))
    assert caught.value.problem == problem
    assert str(caught.value.where) == f"{chart.reference}/{place}"


def test_a_subchart_checks_its_values(engine: Engine, write_chart: Callable[..., Chart]):
    chart = write_chart(
        {
            "charts/one/Chart.yaml": "apiVersion: v2\nname: one\nversion: 1.0.0\n",
            "charts/one/values.schema.json": '{"properties": {"a": {"type": "string"}}}',
            "templates/a.yaml": doc("A"),
        }
    )
    with pytest.raises(InputError, match="values don't meet the specifications") as caught:
        engine.render(request_of(chart, {"values": {"one": {"a": 5}}}))
    assert caught.value.where == chart.reference


def test_the_charts_own_schema_is_left_to_the_caller(engine: Engine, write_chart: Callable[..., Chart]):
    chart = write_chart({"values.schema.json": '{"required": ["no"]}', "templates/a.yaml": doc("A")})
    assert engine.render(request_of(chart, {})).manifests


@pytest.mark.parametrize("name", ["", "Upper", "under_score", "-a", "a.", f"{LONGEST_NAME}x", "a\n", "ä"])
def test_release_names_that_helm_refuses(name: str, engine: Engine, write_chart: Callable[..., Chart]):
    with pytest.raises(UsageError, match="cannot be the name of a release"):
        engine.render(request_of(write_chart({}), {"release": Release(name)}))


@pytest.mark.parametrize(
    "version", ["", "1", "x", "v1.", "--help", "01.2", "1.28x", "1.2.3.4", f"1.{10**30}", "1.2\n", "1.2 "]
)
def test_kubernetes_versions_that_helm_refuses(
    version: str, engine: Engine, write_chart: Callable[..., Chart]
):
    with pytest.raises(UsageError, match="is not a Kubernetes version"):
        engine.render(request_of(write_chart({}), {"kube_version": version}))


def test_a_library_chart_is_not_rendered(engine: Engine, write_chart: Callable[..., Chart]):
    chart = write_chart({"Chart.yaml": "apiVersion: v2\nname: c\nversion: 0.1.0\ntype: library\n"})
    with pytest.raises(InputError, match="library charts are not installable"):
        engine.render(request_of(chart, {}))
