"""Coverage by real renders."""

import contextlib
from collections.abc import Callable
from typing import Any

import pytest

from chartgen.chart.reference import Chart
from chartgen.core.errors import InputError, ToolError
from chartgen.render.engine import Engine, RenderLimitError
from chartgen.render.select import select
from chartgen.render.sourcemap.branches import branches
from chartgen.render.sourcemap.coverage import Failure, Scenario, cover
from tests.render.conftest import request_of
from tests.render.sourcemap.test_branches import SMALL

Make = Callable[..., Scenario]


def makes(engine: Engine) -> Make:
    """Give what makes a scenario of values."""

    def make(values: dict[str, Any], refusal: str = "", name: str = "s", **changes: Any) -> Scenario:
        return Scenario(
            name,
            lambda chart: engine.render(request_of(chart, {"values": values, **changes})),
            refusal,
        )

    return make


@pytest.fixture
def scenario(embedded: Engine) -> Make:
    return makes(embedded)


def uncovered(chart: Chart, *scenarios: Scenario) -> list[str]:
    found = cover(chart, scenarios)
    assert found.failures == ()
    return [str(branch).removeprefix("templates/") for branch in found.uncovered]


# Values that enter each arm of SMALL alone, and the arm.
ALONE = {
    "if": ({"a": 1}, "4 if"),
    "else if": ({"b": 1}, "4 else if"),
    "neither": ({}, "4 not taken"),
    "with": ({"c": 1}, "5 with"),
    "else with": ({"d": 1}, "7 else with"),
    "items": ({"e": ["x"]}, "12 range"),
    "no items": ({"e": []}, "14 no items"),
    "if in range": ({"e": ["x", "x"]}, "13 if"),
    "else in range": ({"e": ["y"]}, "13 else"),
    "pairs": ({"f": {"x": 1}}, "15 range"),
    "no pairs": ({"f": {}}, "15 no items"),
}
# Notes need not be YAML.
TEMPLATE = {"templates/NOTES.txt": SMALL.replace("{{ end -}}\n", '{{ end -}}\n{{ include "c.name" . }}')}


@pytest.mark.parametrize("case", ALONE)
def test_an_arm_is_entered(scenario: Make, write_chart, case: str):
    values, arm = ALONE[case]
    chart = write_chart(TEMPLATE)
    found = uncovered(chart, scenario({"name": "x", **values}))
    assert not any(each.startswith(f"NOTES.txt:{arm} ") for each in found)
    assert any(each.startswith(f"NOTES.txt:{arm} ") for each in uncovered(chart))


def test_all_arms_but_one_leave_that_one(scenario: Make, write_chart):
    chart = write_chart(TEMPLATE)
    everything = [scenario({"name": "x", **values}) for values, _ in ALONE.values()]
    assert uncovered(chart, *everything) == []
    without = [each for case, each in zip(ALONE, everything, strict=True) if case != "else in range"]
    assert uncovered(chart, *without) == ['NOTES.txt:13 else {{ if eq . "x" }}']
    assert uncovered(chart) == [str(each).removeprefix("templates/") for each in branches(chart)]


def test_there_is_a_render_for_each_scenario_and_branch(scenario: Make, write_chart):
    chart = write_chart(TEMPLATE)
    renders: list[str] = []

    def counted(name: str, inner: Scenario) -> Scenario:
        return Scenario(name, lambda probed: (renders.append(name), inner.render(probed)))

    cover(chart, [counted(case, scenario({"name": "x", **values})) for case, (values, _) in ALONE.items()])
    assert len(renders) == len(branches(chart)) + len(ALONE)


LOGIC = {
    "templates/_helpers.tpl": """{{- define "c.kind" -}}
  {{- if .Values.big }}
big
  {{- end -}}
{{- end }}
{{- define "c.json" -}}
  {{- with .Values.x -}}{ "x": {{ toJson . }} }{{- else -}} {} {{- end -}}
{{- end -}}
""",
    "templates/a.yaml": """{{- if eq (include "c.kind" .) "\\nbig" }}
kind: big
{{- else if eq (include "c.kind" .) "" }}
kind: small
{{- else }}
kind: never
{{- end }}
{{- if (include "c.json" . | fromJson).Error }}
kind: never
{{- end }}
{{- if ne (include "c.kind" . | sha256sum | trunc 6) (.Values.big | ternary "0fa1b0" "e3b0c4") }}
kind: never
{{- end }}
""",
}


def test_text_that_feeds_logic_is_not_disturbed(scenario: Make, write_chart):
    chart = write_chart(LOGIC)
    found = uncovered(chart, scenario({"big": True, "x": 'q"'}), scenario({"big": False}))
    assert [each.split(" {{")[0] for each in found] == ["a.yaml:5 else", "a.yaml:8 if", "a.yaml:11 if"]


def test_one_line_in_a_helper_with_line_ends_of_windows(scenario: Make, write_chart):
    text = b'{{ define "x" -}}\r\n{{ if .Values.a }}x{{ else }}y{{ end }}\r\n{{- end }}\r\n'
    chart = write_chart({"templates/_x.tpl": text, "templates/a.yaml": 'a: {{ include "x" . }}\r\n'})
    assert uncovered(chart, scenario({"a": 1})) == ["_x.tpl:2 else {{ if .Values.a }}"]
    assert uncovered(chart, scenario({})) == ["_x.tpl:2 if {{ if .Values.a }}"]


@pytest.mark.parametrize("file", ["NOTES.txt", "sub/NOTES.txt", "tests/a.yaml", "a.txt"])
def test_every_template_counts(scenario: Make, write_chart, file: str):
    chart = write_chart({f"templates/{file}": "{{ if .Values.a }}a: 1{{ end }}"})
    assert uncovered(chart, scenario({"a": 1})) == [f"{file}:1 not taken {{{{ if .Values.a }}}}"]


def test_an_arm_that_only_tpl_reaches(engine: Engine, write_chart):
    """The text of a probe comes through `tpl`, `include` and `template` as it is, from each engine."""
    chart = write_chart(
        {
            "templates/_x.tpl": '{{ define "x" }}{{ template "y" . }}{{ end }}{{ define "y" }}y{{ end }}',
            "templates/a.yaml": "a: {{ tpl .Values.text . }}",
        }
    )
    make = makes(engine)
    assert uncovered(chart, make({"text": '{{ include "x" . }}'})) == []
    assert len(uncovered(chart, make({"text": "x"}))) == 2


def test_a_target_reaches_the_renders(scenario: Make, write_chart):
    chart = write_chart(
        {"templates/a.yaml": '{{ if .Capabilities.APIVersions.Has "a/v1" }}a: 1{{ else }}b: 1{{ end }}'}
    )
    assert uncovered(chart, scenario({}, api_versions=("a/v1",)), scenario({})) == []


@pytest.mark.parametrize("names", [("a", "b"), ("b", "a")])
def test_an_empty_define_stays_without_effect(scenario: Make, write_chart, names):
    full, empty = names
    chart = write_chart(
        {
            f"templates/_{full}.tpl": '{{ define "x" }}{{ if .Values.a }}a{{ end }}{{ end }}',
            f"templates/_{empty}.tpl": '{{ define "x" }} {{ end }}',
            "templates/a.yaml": 'a: {{ include "x" . }}',
        }
    )
    assert uncovered(chart, scenario({"a": 1}), scenario({})) == []


REFUSING = {
    "templates/a.yaml": """{{ if .Values.outer }}
{{ if .Values.a }}{{ fail "no a" }}{{ end }}
{{ with .Values.b -}}
  {{- printf "no %s" . | fail -}}
{{ end }}
{{ fail "no outer" }}
{{ end }}
{{ $x := or .Values.x (fail "no x") }}
{{ if ne .Values.c "" }}
{{ $y := or .Values.y (fail "no y") }}
{{ end }}
"""
}
GOOD = {"x": 1, "y": 1, "c": ""}


@pytest.mark.parametrize(
    ("values", "refusal", "covered"),
    [
        ({"outer": 1, "a": 1}, "no a", ["a.yaml:2 if {{ if .Values.a }}"]),
        ({"outer": 1, "b": "b"}, "no b", ["a.yaml:3 with {{ with .Values.b -}}"]),
        ({"outer": 1}, "no outer", ["a.yaml:1 if {{ if .Values.outer }}"]),
        ({"x": 0}, "no x", []),
        ({"c": "c", "y": 0}, "no y", ['a.yaml:9 if {{ if ne .Values.c "" }}']),
    ],
)
def test_a_refusal_covers_the_arm_around_it_alone(scenario: Make, write_chart, values, refusal, covered):
    chart = write_chart(REFUSING)
    everything = uncovered(chart)
    left = uncovered(chart, scenario({**GOOD, **values}, refusal))
    assert [each for each in everything if each not in left] == covered
    assert uncovered(chart, *[scenario({**GOOD, **values}, refusal)] * 2) == left


def test_a_call_of_fail_that_is_passed_covers_nothing(scenario: Make, write_chart):
    chart = write_chart(
        {
            "templates/a.yaml": '{{ if .Values.a }}{{ $x := or .Values.a (fail "a") }}{{ end }}'
            '{{ if .Values.b }}{{ required "no b" nil }}{{ end }}'
        }
    )
    found = cover(chart, [scenario({"a": 1, "b": 1}, "no b")])
    assert found.failures == ()


FAILING = {"templates/a.yaml": '{{ if .Values.a }}{{ fail "no a" }}{{ else }}{{ .Values.b.c }}{{ end }}'}


@pytest.mark.parametrize(
    ("values", "refusal", "problem"),
    [
        ({"a": 1}, "no b", "is refused with: no a, not with: no b"),
        ({"a": 1}, "no", "is refused with: no a, not with: no"),
        ({"b": {"c": "x: 1"}}, "no a", "is not refused with: no a"),
        ({"a": 1}, "", "no a"),
    ],
)
def test_a_scenario_that_ends_otherwise_fails(scenario: Make, write_chart, values, refusal, problem):
    chart = write_chart(FAILING)
    found = cover(chart, [scenario(values, refusal, "bad"), scenario({"b": {"c": "x: 1"}})])
    (failure,) = found.failures
    assert failure[:2] == ("bad", problem)
    assert (failure.error is None) is (problem == "is not refused with: no a")
    # What it enters before it fails it has entered, but for a refusal, which must be the right one.
    assert [each.kind for each in found.uncovered] == (["if"] if refusal else [])


def test_a_template_that_fails_keeps_its_place(scenario: Make, write_chart):
    chart = write_chart(FAILING)
    (failure,) = cover(chart, [scenario({})]).failures
    assert isinstance(failure, Failure)
    assert str(failure.error).startswith(f"{chart.reference}/templates/a.yaml:1:")
    assert "nil pointer" in failure.problem


def test_a_limit_fails_its_scenario_and_the_others_go_on(write_chart):
    loop = "{{ range until 100000 }}{{ range until 100000 }}{{ end }}{{ end }}"
    chart = write_chart({"templates/a.yaml": f"{{{{ if .Values.a }}}}{loop}{{{{ end }}}}"})
    with contextlib.closing(select("embedded", seconds=0.5)) as engine:
        make = makes(engine)
        found = cover(chart, [make({"a": 1}), make({})])
    (failure,) = found.failures
    assert isinstance(failure.error, RenderLimitError)
    assert [each.kind for each in found.uncovered] == ["no items", "no items"]


def test_an_engine_that_fails_ends_it(write_chart):
    def render(chart: Chart) -> None:
        raise ToolError("gone")

    with pytest.raises(ToolError, match="gone"):
        cover(write_chart(FAILING), [Scenario("s", render)])


def test_templates_that_cannot_be_read_are_refused(write_chart):
    with pytest.raises(InputError, match="has no end"):
        cover(write_chart({"templates/a.yaml": "{{ if }}"}), [])
