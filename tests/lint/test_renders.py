"""What renders for other versions of Kubernetes tell besides."""

from collections.abc import Mapping
from typing import Any

import pytest

from chartgen.chart.reference import Chart, chart_of
from chartgen.chart.scenarios import scenarios
from chartgen.lint.collecting import Collector
from chartgen.lint.runs import Runs
from chartgen.lint.settings import Settings
from chartgen.render.engine import Engine, Request
from chartgen.render.threads import lanes
from tests.lint.cases import CHART_YAML
from tests.lint.rendered import rendered

SETTINGS = Settings(kube_versions=("1.30.0", "1.33.0", "1.37.0"))
TRACED = {
    "templates/a.yaml": "kind: A\nmetadata:\n  name: {{ .Values.x }}\nb: {{ .Values.z }}\n",
    "templates/NOTES.txt": "{{ .Values.x }} for {{ .Capabilities.KubeVersion.Version }}.\n",
    "ci/a-values.yaml": "x: one\nz: two\n",
    "ci/b-values.yaml": "x: three\nz: three\n",
}


def a_chart(files: Mapping[str, str]) -> Chart:
    return chart_of(
        "demo", {"Chart.yaml": CHART_YAML, **{path: text.encode() for path, text in files.items()}}
    )


class Counting:
    """An engine that counts its renders."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self.count = engine, 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self.engine, name)

    def render_texts(self, request: Request) -> dict[str, str]:
        self.count += 1
        return self.engine.render_texts(request)


def test_the_third_version_tells_which_values_lines_show(engine: Engine):
    chart = a_chart(TRACED)
    counting: Any = Counting(engine)
    with lanes([counting]) as found:
        runs = Runs(chart, found, SETTINGS, Collector(SETTINGS))
        runs.ask(scenarios(chart))
        first = list(runs.of())
        places = {}
        for run in first[::2]:
            (each,) = run.release.objects
            places[run] = [each.locate(path) for path in (("metadata", "name"), ("b",))]
            runs.go_on(run.scenario)
        further = list(runs.further())
        shown = {
            run.scenario.name: [str(run.value_shown(place)) for place in places[run]] for run in first[::2]
        }
    assert [run.rendering.notes for run in further] == [
        " for v1.37.0.\n",
        "one for v1.37.0.\n",
        "three for v1.37.0.\n",
    ]
    assert shown["a"] == ["demo/ci/a-values.yaml:1:4", "demo/ci/a-values.yaml:2:4"]
    assert shown["b"] == ["demo/ci/b-values.yaml:1:4", "demo/ci/b-values.yaml:2:4"]
    assert counting.count == len([*first, *further]) == 9


def test_a_third_version_that_differs_is_rendered_as_it_is(engine: Engine):
    template = 'a: {{ .Values.x }}\nb: {{ semverCompare ">=1.35" .Capabilities.KubeVersion.Version }}\n'
    files = {"templates/a.yaml": template, "values.yaml": "x: one\n"}
    runs = rendered(a_chart(files), engine, SETTINGS)
    assert [each.rendering.texts["templates/a.yaml"].split()[-1] for each in runs] == [
        "false",
        "false",
        "true",
    ]


def test_the_second_version_tells_where_lines_come_from(engine: Engine):
    files = {
        "templates/a.yaml": 'a: "{{ .Release.Name }}"\nb: 1\n',
        "templates/NOTES.txt": "For {{ .Capabilities.KubeVersion.Version }}.\n",
    }
    runs = rendered(a_chart(files), engine, SETTINGS)
    assert [each.rendering.notes for each in runs] == ["For v1.30.0.\n", "For v1.33.0.\n", "For v1.37.0.\n"]
    assert [each.rendering.marked is None for each in runs] == [False, True, True]
    assert [str(each.rendering.origin("templates/a.yaml", 2)) for each in runs] == [
        "demo/templates/a.yaml:2:1"
    ] * 3


@pytest.mark.parametrize("versions", [("1.30.0", "1.37.0"), ("1.30.0", "1.33.0", "1.37.0")])
def test_a_version_may_have_another_digest(engine: Engine, versions: tuple[str, ...]):
    digest = '{{ ternary "a" "b" (semverCompare ">=1.35" .Capabilities.KubeVersion.Version) | repeat 64 }}'
    template = (
        f"kind: A\nmetadata:\n  name: {{{{ .Values.x }}}}\nimage: demo@sha256:{digest}\n"
        'sum: {{ include "a" . | sha256sum }}\n'
    )
    files = {
        "templates/a.yaml": template,
        "templates/_a.tpl": '{{ define "a" }}a: 1{{ end }}',
        "values.yaml": "x: one\n",
    }
    runs = rendered(a_chart(files), engine, Settings(kube_versions=versions))
    images = [run.release.objects[0].value["image"][-1] for run in runs]
    assert images == ["b"] * (len(versions) - 1) + ["a"]


def test_versions_that_differ_are_not_tried_again_and_again(engine: Engine):
    template = (
        TRACED["templates/a.yaml"] + 'c: {{ semverCompare ">=1.35" .Capabilities.KubeVersion.Version }}\n'
    )
    scenarios_of = {f"ci/{number}-values.yaml": f"x: one{number}\nz: two{number}\n" for number in range(9)}
    chart = a_chart({"templates/a.yaml": template, **scenarios_of})
    counting: Any = Counting(engine)
    with lanes([counting]) as found:
        runs = Runs(chart, found, SETTINGS, Collector(SETTINGS))
        runs.ask(scenarios(chart))
        first = list(runs.of())
        for run in first:
            run.release.objects[0].locate(("b",))
            runs.go_on(run.scenario)
        count = len([*first, *runs.further()])
    assert count == 30
    assert counting.count == 33


def test_further_versions_are_rendered_in_all_lanes(engine: Engine):
    chart = a_chart(TRACED)
    counting: list[Any] = [Counting(engine), Counting(engine)]
    with lanes(counting) as found:
        runs = Runs(chart, found, SETTINGS, Collector(SETTINGS))
        runs.ask(scenarios(chart))
        first = list(runs.of())
        assert [each.count for each in counting] == [6, 0]
        further = list(runs.further())
    assert [each.count for each in counting] == [8, 1]
    assert len([*first, *further]) == 9
