"""Files of somebody's chart that Helm cannot load: the same error from every engine, at the line."""

from collections.abc import Callable

import pytest

from chartgen.chart.archive import pack
from chartgen.chart.reference import Chart
from chartgen.core.errors import InputError
from chartgen.render.engine import Engine
from tests.render.conftest import CHART_YAML, request_of

NO_YAML = "a: 1\nb: [\n"

V1 = CHART_YAML.replace("v2", "v1")
NO_SUBCHART = "move it out of charts/, or let its name start with _"

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
    "values of a subchart's subchart": (
        {
            "charts/a b/Chart.yaml": CHART_YAML,
            "charts/a b/charts/n/Chart.yaml": CHART_YAML,
            "charts/a b/charts/n/values.yaml": "- a\n",
        },
        "charts/a b/charts/n/values.yaml:1:1",
        "must hold a mapping",
        "",
    ),
    "a folder that is no subchart": (
        {"charts/sub/values.yaml": "a: 1\n"},
        "charts/sub",
        "Chart.yaml file is missing",
        NO_SUBCHART,
    ),
    "a file that is no subchart": (
        {"charts/README.md": "# Charts\n"},
        "charts/README.md",
        "Chart.yaml file is missing",
        NO_SUBCHART,
    ),
    "an archive that is no subchart": (
        {"charts/sub-1.0.0.tgz": pack({"values.yaml": b"a: 1\n"})},
        "charts/sub-1.0.0.tgz",
        "Chart.yaml file is missing",
        NO_SUBCHART,
    ),
    "a lock with a text for its dependencies": (
        {"Chart.lock": "a: 1\ndependencies: x\n"},
        "Chart.lock:2:15",
        "dependencies must be a list, not a text",
        "",
    ),
    "requirements with a text": (
        {"Chart.yaml": V1, "requirements.yaml": "dependencies: x\n"},
        "requirements.yaml:1:15",
        "dependencies must be a list, not a text",
        "",
    ),
    "a requirement is missing": (
        {"Chart.yaml": V1, "requirements.yaml": "dependencies:\n- {name: a, version: '*', repository: ''}\n"},
        "requirements.yaml:2:1",
        "these dependencies are missing in charts/: a",
        "run `helm dependency build`",
    ),
    "a dependency twice": (
        {
            "Chart.yaml": f"{CHART_YAML}dependencies: [{{name: x, version: 1.0.0}}, {{name: x, version: 1.0.0}}]\n"
        },
        "Chart.yaml:4:15",
        'more than one dependency with name or alias "x"',
        "",
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


@pytest.mark.parametrize("template", ["a: caf\\xe9\n", 'a: {{ "gA==" | b64dec }}\n'])
def test_output_that_is_not_utf_8(template: str, engine: Engine, write_chart: Callable[..., Chart]):
    chart = write_chart({"templates/a.yaml": template.encode().replace(b"\\xe9", b"\xe9")})
    with pytest.raises(InputError, match="UTF-8") as caught:
        engine.render(request_of(chart, {}))
    assert str(caught.value.where) == f"{chart.reference}/templates/a.yaml"


def test_the_replacement_character_may_be_meant(engine: Engine, write_chart: Callable[..., Chart]):
    chart = write_chart({"templates/a.yaml": "a: \ufffd\nb: {{ .Values.b }}\n"})
    assert engine.render(request_of(chart, {"values": {"b": "x"}})).stream.endswith("a: \ufffd\nb: x\n")
    chart = write_chart({"templates/a.yaml": "b: {{ .Values.b }}\n"}, "other")
    assert engine.render(request_of(chart, {"values": {"b": "\ufffd"}})).stream.endswith("b: \ufffd\n")
