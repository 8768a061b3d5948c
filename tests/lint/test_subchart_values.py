"""What subcharts know of the values that they are given."""

from collections.abc import Mapping

import pytest

from chartgen.chart.reference import chart_of
from chartgen.lint.subchart_values import Subchart, subcharts

CHART = "apiVersion: v2\nname: demo\nversion: 1.0.0\ndependencies:\n- {name: a, version: 1.0.0, alias: b}\n"
PART = b"apiVersion: v2\nname: a\nversion: 1.0.0\n"


def found(files: Mapping[str, bytes]) -> dict[str, Subchart]:
    return subcharts(chart_of("demo", {"Chart.yaml": CHART.encode(), **files}))


def test_the_key_of_a_subchart():
    files = {"charts/a/Chart.yaml": PART, "charts/c/Chart.yaml": PART, "charts/_d/Chart.yaml": PART}
    assert [*found({**files, "charts/e.tgz": b""})] == ["c", "b"]


@pytest.mark.parametrize(
    ("values", "defaults"), [(b"x: 1", {"x": 1}), (b"", {}), (b"- 1", {}), (b"a: [", {})]
)
def test_its_defaults(values: bytes, defaults: Mapping[str, object]):
    assert found({"charts/a/values.yaml": values})["b"].defaults == defaults


def test_the_names_that_it_knows():
    subchart = Subchart(
        {
            "Chart.yaml": PART + b"dependencies: [{name: deep}]",
            "README.md": b"read",
            "values.yaml": b"# commented: 1",
            "templates/_h.tpl": b"{{ .Values.some.helper }}",
            "charts/deep/templates/x.yaml": b"{{ .Values.inner }}",
        }
    )
    known = ("deep", "commented", "helper", "inner")
    assert all(subchart.names(("any", name)) for name in known)
    assert not any(subchart.names((name,)) for name in ("read", "comment", "inner-most"))
    assert subchart.names(("global", "read"))
