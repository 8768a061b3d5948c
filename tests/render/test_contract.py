"""What holds for every engine: the stream of `helm template`."""

import itertools
import re
from collections.abc import Callable

import pytest

from chartgen.chart.reference import Chart
from chartgen.render.engine import Engine, Manifest
from tests.render.conftest import request_of
from tests.render.contract_charts import CASES, ONLY_HELM_4

HELM_PROGRAMS = ("helm-3.17", "helm-3", "helm-4")


def without_blank_lines(stream: str) -> str:
    return re.sub(r"\s*\n(?=---|\Z)", "\n", stream)


@pytest.mark.parametrize(
    ("case", "engine"),
    [
        *itertools.product(CASES, ("embedded", *HELM_PROGRAMS)),
        # Helm 3 differs from Helm 4 here.
        *itertools.product(ONLY_HELM_4, ("embedded", "helm-4")),
    ],
    indirect=["engine"],
)
def test_stream_and_documents_are_those_of_helm(
    case: str,
    engine: Engine,
    embedded: Engine,
    write_chart: Callable[..., Chart],
    helm_template: Callable[..., str],
):
    files, changes = {**CASES, **ONLY_HELM_4}[case]
    request = request_of(write_chart(files), changes)
    rendered = engine.render(request)
    wanted = embedded.render(request)
    if engine is embedded:
        assert rendered.stream == helm_template(request)
    elif engine.version.startswith("4."):
        assert rendered.stream == wanted.stream
    else:
        assert without_blank_lines(rendered.stream) == without_blank_lines(wanted.stream)
    assert [plain(each) for each in rendered.manifests] == [plain(each) for each in wanted.manifests]
    assert [plain(each) for each in rendered.hooks] == [plain(each) for each in wanted.hooks]
    assert [plain(each) for each in rendered.crds] == [plain(each) for each in wanted.crds]


def plain(manifest: Manifest) -> Manifest:
    return manifest._replace(content=manifest.content.strip())


SHOW = '{{ define "show" }}{{ range $k, $v := . }}{{ $k }}: {{ $v }} {{ kindOf $v }}, {{ end }}{{ end }}'
SHOWN = (
    'a: {{ include "show" .Values | toJson }}\nb: {{ include "show" .Values.b | toJson }}\n'
    'l: {{ printf "%v" .Values.l | quote }}\nk: {{ range .Values.l }}{{ kindOf . }}{{ end }}\ne: {{ eq .Values.single 1 }}\n'
    'm: {{ printf "%v" .Values.m | quote }}\ng: {{ include "show" .Values.global.deep | toJson }}\n'
)
IN_SUBCHART = 's: {{ include "show" .Values | toJson }}\ng: {{ .Values.global.deep.g }}\n'


def test_integers_of_set_are_integers(
    engine: Engine, write_chart: Callable[..., Chart], helm_template: Callable[..., str]
):
    chart = write_chart(
        {
            "templates/_h.tpl": SHOW,
            "templates/a.yaml": SHOWN,
            "values.yaml": "b: {default: 2000000}\nl: [1]\n",
            "charts/one/Chart.yaml": "apiVersion: v2\nname: one\nversion: 1.0.0\n",
            "charts/one/templates/a.yaml": IN_SUBCHART,
            "charts/one/charts/two/Chart.yaml": "apiVersion: v2\nname: two\nversion: 1.0.0\n",
            "charts/one/charts/two/templates/a.yaml": IN_SUBCHART,
            "charts/off/Chart.yaml": "apiVersion: v2\nname: off\nversion: 1.0.0\n",
            "Chart.yaml": "apiVersion: v2\nname: c\nversion: 0.1.0\ndependencies:\n"
            "- {name: off, version: '*', condition: off.enabled}\n",
        }
    )
    from_file = {"b": {"f": 4000000.0, "i": 4000000}, "m": [{"w": 5000000}]}
    arguments = (
        (
            "one=1,big=1000000,b.c=-5000000,l[0]=7000000,l[1]=a\\,b,l[2]=null,l[3]=true,l[4]=1.5,m[1].x=3000000,"
            "one-x=9000000000000000000,one.x=6000000,one.two.z=6000000,off.x=8000000,off.enabled=false,global.deep.g=1234567"
        )
        .replace("sub.x", "one.x")
        .replace("two.y.z", "one.two.z")
        .replace("one=1,", "single=1,")
    )
    expected = helm_template(request_of(chart, {"values": from_file}), "--set", arguments)
    request = request_of(
        chart,
        {
            "values": {
                "single": 1,
                "big": 1000000,
                "b": {"c": -5000000, "f": 4000000.0, "i": 4000000},
                "l": [7000000, "a,b", None, True, "1.5"],
                "m": [{"w": 5000000}, {"x": 3000000}],
                "one-x": 9000000000000000000,
                "one": {"x": 6000000, "two": {"z": 6000000}},
                "global": {"deep": {"g": 1234567}},
                "off": {"x": 8000000, "enabled": False},
            },
            "integers": frozenset(
                {
                    ("single",),
                    ("big",),
                    ("b", "c"),
                    ("l", 0),
                    ("m", 1, "x"),
                    ("one-x",),
                    ("one", "x"),
                    ("one", "two", "z"),
                    ("global", "deep", "g"),
                    ("off", "x"),
                }
            ),
        },
    )
    stream = engine.render(request).stream
    assert "7000000" in stream
    assert stream.split() == expected.split()
