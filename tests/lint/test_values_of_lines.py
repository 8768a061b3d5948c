"""Where findings about rendered objects stand: the line of the template, and the value that the line shows."""

from chartgen.chart.reference import chart_of
from chartgen.chart.scenarios import scenarios
from chartgen.core.finding import Finding
from chartgen.lint.engine import lint_chart
from chartgen.lint.settings import Settings
from chartgen.render.engine import Engine
from tests.lint.cases import CHART_YAML

POD = b"""apiVersion: v1
kind: Pod
metadata:
  name: {{ .Release.Name }}
spec:
  containers:
    - name: main
      image: docker.io/library/busybox:1.36.1
      imagePullPolicy: {{ .Values.image.policy }}
      {{- toYaml .Values.extra | nindent 6 }}
"""


def lint(engine: Engine, rule: str, **files: bytes) -> list[Finding]:
    chart = chart_of(
        "demo",
        {"Chart.yaml": CHART_YAML, "templates/pod.yaml": POD}
        | {name.replace("_", "/", 1).replace("_", "-") + ".yaml": content for name, content in files.items()},
    )
    settings = Settings(rules=frozenset({rule}), kube_versions=("1.37.0",))
    return lint_chart(chart, scenarios(chart), [engine], settings).findings


def test_a_value_is_related_with_its_place_in_the_first_scenario(engine: Engine):
    (found,) = lint(
        engine,
        "unknown-field",
        values=b"image:\n  policy: Always\nextra:\n  imagePulPolicy: Never\n",
        ci_a_values=b"extra: {imagePulPolicy: Always}\n",
        ci_b_values=b"image: {policy: Never}\n",
    )
    assert str(found.location) == "demo/templates/pod.yaml:10:7"
    assert found.location.values_path == "extra.imagePulPolicy"
    assert [f"{each} {each.values_path}" for each in found.related] == [
        "demo/values.yaml:4:19 extra.imagePulPolicy"
    ]
    assert found.scenarios == ("a", "b", "defaults")


def test_a_value_of_a_scenario_stands_in_its_file(engine: Engine):
    (found,) = lint(
        engine,
        "unknown-field",
        values=b"image: {policy: Always}\nextra: {}\n",
        ci_a_values=b"extra: {imagePulPolicy: Always}\n",
    )
    assert [str(each) for each in found.related] == ["demo/ci/a-values.yaml:1:25"]
    assert found.scenarios == ("a",)


def test_a_line_that_is_the_same_whatever_values_are_has_none(engine: Engine):
    (found,) = lint(
        engine,
        "unknown-field",
        values=b"image: {policy: Always}\nextra: {stdin: true}\nb: 1",
        templates_b=b"apiVersion: v1\nkind: ConfigMap\nmetadata: {name: b}\nbad: 1\n",
    )
    assert (found.location.values_path, found.related) == ("", ())


def deployment(spec: bytes) -> bytes:
    return b"apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec: " + spec + b"\n"


def values_paths(engine: Engine, spec: bytes, values: bytes) -> list[str]:
    found = lint(engine, "unknown-field", values=values, templates_a=deployment(spec))
    return [each.location.values_path for each in found if each.location.file.endswith("a.yaml")]


BLOCK = b"""
  replicas: 2
  nope: {{ .Values.nope }}
"""


def test_a_value_that_stands_beside_what_is_wrong_is_not_named(engine: Engine):
    values = b"image: {policy: Always}\nextra: {stdin: true}\nreplicas: %s\nnope: 3\n"
    flow = b"{replicas: {{ .Values.replicas }}, nope: 1}"
    assert values_paths(engine, flow, values % b"5") == [""]
    assert values_paths(engine, flow, values % b"1") == [""]
    own = b"{replicas: 2, nope: {{ .Values.nope }}}"
    assert values_paths(engine, own, values % b"5") == ["nope"]
    assert values_paths(engine, BLOCK, values % b"5") == ["nope"]
