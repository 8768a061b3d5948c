"""Files of somebody's chart that Helm cannot load: the same error from every engine, at the line."""

from collections.abc import Callable

import pytest

from chartgen.chart.reference import Chart
from chartgen.core.errors import InputError
from chartgen.render.engine import Engine
from tests.render.conftest import CHART_YAML, request_of

NO_YAML = "a: 1\nb: [\n"

# name: files, then place in the chart, problem and hint.
BROKEN: dict[str, tuple[dict[str, str | bytes], str, str, str]] = {
    "values are not YAML": (
        {"values.yaml": NO_YAML},
        "values.yaml:3:1",
        "did not find expected node content, while parsing a flow node of line 3",
        "check the indentation against the lines above",
    ),
    "values are a list": ({"values.yaml": "- a\n"}, "values.yaml:1:1", "must hold a mapping", ""),
    "values are not UTF-8": (
        {"values.yaml": b"a: \x80"},
        "values.yaml:1:4",
        "the byte 0x80 is not UTF-8",
        "save the file as UTF-8",
    ),
    "the lock is not YAML": (
        {"Chart.lock": NO_YAML},
        "Chart.lock:3:1",
        "did not find expected node content, while parsing a flow node of line 3",
        "check the indentation against the lines above",
    ),
    "the lock is a list": ({"Chart.lock": "- a\n"}, "Chart.lock:1:1", "must hold a mapping", ""),
    "values of a subchart are not YAML": (
        {
            "charts/sub/Chart.yaml": CHART_YAML.replace("name: c", "name: sub"),
            "charts/sub/values.yaml": NO_YAML,
        },
        "charts/sub/values.yaml:3:1",
        "did not find expected node content, while parsing a flow node of line 3",
        "check the indentation against the lines above",
    ),
    "an unreadable constraint": (
        {"Chart.yaml": f"{CHART_YAML}kubeVersion: banana\n"},
        "Chart.yaml:4:14",
        "kubeVersion: 'banana' is no constraint that Helm can read",
        "use one such as >=1.28.0-0",
    ),
    "a constraint that refuses": (
        {"Chart.yaml": f'{CHART_YAML}kubeVersion: ">=1.99"\n'},
        "Chart.yaml:4:14",
        "the chart requires kubeVersion >=1.99, which Kubernetes v1.37.0 does not meet",
        "give another --kube-version",
    ),
    "a dependency is missing": (
        {
            "Chart.yaml": f"{CHART_YAML}dependencies:\n- {{name: a, version: '*'}}\n- {{name: b, version: '*'}}\n"
        },
        "Chart.yaml:5:1",
        "these dependencies are missing in charts/: a, b",
        "run `helm dependency build`",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_file_is_named_at_its_line(case: str, engine: Engine, write_chart: Callable[..., Chart]):
    files, place, problem, hint = BROKEN[case]
    chart = write_chart({"templates/a.yaml": "kind: A\n", **files})
    with pytest.raises(InputError) as caught:
        engine.render(request_of(chart, {}))
    error = caught.value
    assert (str(error.where), error.problem, error.hint) == (f"{chart.reference}/{place}", problem, hint)
