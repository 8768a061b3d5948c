from collections.abc import Callable

import pytest

from chartgen.chart.reference import Chart
from chartgen.chart.values import Options, collect
from chartgen.render.engine import Engine, Request
from chartgen.render.integers import integers_template

SHOW = "{{ range $k, $v := .Values }}# {{ $k }}={{ $v }}\n{{ end }}"
SUB = "apiVersion: v2\nname: %s\nversion: 0.1.0\n"
CHARTS = {
    "values.yaml": "global: {replicas: 2, m: {x: 1}, same: 7}\nbee: {n: 1}\n",
    "templates/a.yaml": SHOW,
    "charts/bee/Chart.yaml": SUB % "bee",
    "charts/bee/values.yaml": "global: {own: 3}\nn: 2\n",
    "charts/bee/templates/a.yaml": SHOW,
    "charts/bee/charts/cee/Chart.yaml": SUB % "cee",
    "charts/bee/charts/cee/templates/a.yaml": SHOW,
    "charts/dee/Chart.yaml": SUB % "dee",
    "charts/dee/templates/a.yaml": SHOW,
}


@pytest.mark.parametrize(
    "given",
    [
        "bee.global.replicas=7000000",
        "global.m=5000000",
        "bee.global.k.l=1000000,global.k=1000000",
        "bee.global.z=1000000",
        "bee.cee.global.z=1000000,bee.cee.n=2000000",
        "global.z=1000000,global.l={1000000,x},global.o.p=3000000",
        "bee.n=1000000,dee.n=2000000,n=3000000",
        "global=5000000",
        "global.own=4000000",
        "bee.l[1]=1000000,bee.global.l={2000000}",
        "none.global.x=1000000",
        "dee.global.big=9007199254740993",
    ],
)
def test_each_chart_sees_what_it_sees_in_helm(
    given: str, engine: Engine, write_chart: Callable[..., Chart], helm_template: Callable[..., str]
):
    chart = write_chart(CHARTS)
    values = collect(Options(set=[given]))
    request = Request(chart, values.tree, "1.37.0", integers=values.integers)
    expected = [
        line for line in helm_template(Request(chart, {}, "1.37.0"), "--set", given).splitlines() if line
    ]
    assert [line for line in engine.render(request).stream.splitlines() if line] == expected


def test_an_integer_takes_the_place_of_its_own_float_only():
    template = integers_template(
        {"l": [1, 2.5, {"x": [3, None]}, "é\n{{", True]}, {("l", 0), ("l", 2, "x", 0)}
    )
    assert (
        '(eq (toJson (index $m "l")) (toJson (list 1.0 2.5 (dict "x" (list 3.0 nil)) "é\\n{{" true)))'
        in template
    )
    assert '(set $m "l" (list (int64 1) 2.5 (dict "x" (list (int64 3) nil)) "é\\n{{" true))' in template
