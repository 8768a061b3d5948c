"""Which values are read, by real renders."""

from typing import Any

import pytest

from chartgen.chart.reference import chart_of
from chartgen.chart.scenarios import Scenario, scenarios
from chartgen.core.yaml import format_path
from chartgen.lint.facts import ChartFacts
from chartgen.render.engine import Engine
from chartgen.render.sourcemap.value_lines import ValueLines
from tests.lint.cases import CHART_YAML
from tests.lint.rendered import rendered

HEAD = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n"


def facts(engine: Engine, template: str, values: str, **files: str) -> ChartFacts:
    """Render a chart; names of `files` have `__` for a slash, `_` for a hyphen, and no suffix."""
    more = {
        f"{name.replace('__', '/').replace('_', '-')}.yaml": text.encode() for name, text in files.items()
    }
    given = {
        "Chart.yaml": CHART_YAML,
        "templates/a.yaml": (HEAD + template).encode(),
        "values.yaml": values.encode(),
        **more,
    }
    chart = chart_of("demo", given)
    wanted: list[Scenario] = scenarios(chart)
    runs = rendered(chart, engine, wanted=wanted)
    return ChartFacts(chart, runs, engine)


def unused(engine: Engine, template: str, values: str, **files: str) -> list[str]:
    return [format_path(path) for path in facts(engine, template, values, **files).values_use.unused]


def unread(engine: Engine, template: str, values: str, given: str, **files: str) -> list[str]:
    found = facts(engine, template, values, ci__a_values=given, **files)
    use = found.values_use
    return [format_path(path) for run in found.runs for path in use.unread(run.rendering)]


@pytest.mark.parametrize(
    ("template", "values", "expected"),
    [
        ("  a: {{ .Values.a }}", "a: x\nb: x\nc: {d: 1, e: []}", ["b", "c.d", "c.e"]),
        ("  {{- toYaml .Values.x | nindent 2 }}", "x: {a: one, b: {c: 1, d: false, e: {}, f: []}}", []),
        ("  {{- toYaml .Values.x.b | nindent 2 }}", "x: {a: one, b: {c: 1}}", ["x.a"]),
        ("  {{- with .Values.x }}\n  a: {{ .a }}\n  {{- end }}", "x: {a: one, b: two}", ["x.b"]),
        ('  a: {{ index .Values "a-b" "c" }}', "a-b: {c: x, d: x}", ["a-b.d"]),
        ('  a: {{ index .Values (printf "a%s" "b") }}', "ab: x", []),
        ("  a: {{ tpl .Values.a $ }}", 'a: "{{ .Values.b }}"\nb: x\nc: x', ["c"]),
        ("  {{- range $k, $v := .Values.x }}\n  {{ $k }}: {{ $v.p }}\n  {{- end }}", "x: {a: {p: 1, q: 2}}", ["x.a.q"]),
        ("  {{- range $k, $v := .Values.x }}\n  {{ $k }}: {{ $v | quote }}\n  {{- end }}", "x: {a: 1, b: yes}", []),
        ('  {{- include "all" .Values | nindent 2 }}\n{{- define "all" }}a: {{ .a }}{{ end }}', "a: x\nb: {c: 1}", []),
        ("  a: {{ toJson .Values | sha256sum }}", "a: x\nb: {c: 1}", []),
        ("  a: {{ .Values.a.b }}", "a: {b: x, c: x}\nglobal: {d: x}", ["a.c"]),
        ('  a: {{ required "x" .Values.a }}{{ if .Values.b }}b{{ end }}', "a: x\nb: false", []),
        ('  a: {{ if not (has .Values.x.a (list "one" "two")) }}{{ fail "no" }}{{ end }}', "x: {a: one, b: 1}", ["x.b"]),
        ('  a: {{ join "," .Values.x }}', "x: [a, b]\nz: [a, {b: 1}]", ["z"]),
        ("  a: {{ randAlpha 9 }}{{ .Values.a }}", "a: x\nb: x", ["b"]),
        # The branch that no scenario enters names what it reads.
        ("  {{- if .Values.x.used }}\n  a: {{ .Values.x.port }}\n  {{- end }}", "x: {used: false, port: 1, prt: 1}", ["x.prt"]),
        ("  {{- if .Values.x.used }}\n  a: {{ toYaml .Values.x.more }}\n  {{- end }}", "x: {used: false, more: {a: 1}}", []),
        ("  {{- if .Values.x.used }}{{ with .Values.x }}\n  a: {{ .b.c }}\n  {{- end }}{{ end }}", "x: {used: false, b: {c: 1}}", []),
        ("  {{- if .Values.x.url.host }}\n  a: 1\n  {{- end }}", "x: {url: {}}", []),
        # Of two that are merged the one below shows nowhere.
        ("  {{- toYaml (merge (dict) .Values.x .Values.y) | nindent 2 }}", "x: {a: 1}\ny: {a: 2}", []),
    ],
)  # fmt: skip
def test_what_is_unused(engine: Engine, template: str, values: str, expected: list[str]):
    assert unused(engine, template, values) == expected


def test_one_scenario_that_reads_a_value_is_enough(engine: Engine):
    template = "  {{- range $k, $v := .Values.x }}{{ if $v.used }}\n  {{ $k }}: {{ toJson $v }}\n  {{- end }}{{ end }}"
    values = "x: {a: {used: false, z: 1}}\nother: 1"
    assert unused(engine, template, values) == ["other"]
    assert unused(engine, template, values, ci__a_values="x: {a: {used: true}}") == ["other"]


SUB = {
    "charts__sub__Chart": "apiVersion: v2\nname: sub\nversion: 1.0.0\n",
    "charts__sub__values": "own: x\n",
    "charts__sub__templates__b": "a: {{ .Values.own }}\n",
}


def test_what_subcharts_and_helm_read(engine: Engine):
    dependencies = (
        "apiVersion: v2\nname: demo\nversion: 1.0.0\ndependencies:\n"
        "  - {name: sub, version: 1.0.0, repository: '', condition: parts.sub, alias: other}\n"
    )
    values = "sub: {x: 1}\nother: {own: y, typo: 1}\nparts: {sub: true}\ntags: {t: true}\nb: 1\n"
    assert unused(engine, "  a: x", values, Chart=dependencies, **SUB) == ["other.typo", "b"]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("sub: {own: z}", []),
        ("sub: {owm: z}", ["sub.owm"]),
        ("sub: {owm: {a: z, b: z}}", ["sub.owm"]),
        # A comment names it, the next is for all charts.
        ("sub: {later: z}", []),
        ("sub: {global: {any: z}}", []),
        ("sub: {free: {any: z}}", []),
        ("sub: {enabled: true}", []),
        ("other: {own: z}", ["other"]),
    ],
)
def test_what_scenarios_give_to_a_subchart(engine: Engine, given: str, expected: list[str]):
    dependencies = (
        "apiVersion: v2\nname: demo\nversion: 1.0.0\ndependencies:\n"
        "  - {name: sub, version: 1.0.0, repository: '', condition: sub.enabled}\n"
    )
    more = {
        **SUB,
        "charts__sub__values": "own: x\n# later: y\nfree: {}\n",
    }
    assert unread(engine, "  a: x", "b: 1\n", given, Chart=dependencies, **more) == expected


def test_a_chart_with_schemas_of_subcharts_is_rendered_all_the_same(engine: Engine):
    schema = '{"properties": {"x": {"properties": {"a": {"const": "one"}}}}}'
    found = facts(engine, "  {{- toYaml .Values.x | nindent 2 }}", "x: {a: one}\nb: x", **SUB)
    with_schema = chart_of("demo", {**found.chart.files, "values.schema.json": schema.encode()})
    runs = rendered(with_schema, engine)
    assert ChartFacts(with_schema, runs, engine).values_use.unused == (("b",),)


@pytest.mark.parametrize(
    ("template", "values", "given", "expected"),
    [
        ("  a: {{ .Values.a }}", "a: x", "b: 1", ["b"]),
        ("  a: {{ .Values.a }}", "a: x", "a: z", []),
        ("  a: {{ .Values.a }}", "a: x", "b: null", []),
        ("  a: {{ .Values.a }}{{ .Values.b }}", "a: x", "b: 1", []),
        ("  a: {{ .Values.a.b }}", "a: {b: x}", "a: {c: {d: 1, e: [x]}}", ["a.c"]),
        ("  {{- toYaml .Values.a | nindent 2 }}", "a: {b: x}", "a: {c: 1}", []),
        ("  {{- toYaml .Values.a | nindent 2 }}", "a: {}", "a: {c: 1}", []),
        ("  {{- if .Values.used }}{{- toYaml .Values.a | nindent 2 }}{{ end }}", "a: {}\nused: false", "a: {c: 1}", []),
        ("  {{- if .Values.used }}{{- toYaml .Values.a | nindent 2 }}{{ end }}", "a: {b: 1}\nused: false", "a: {c: 1}", []),
        ("  {{- range .Values.a }}\n  {{ .x }}: 1\n{{- end }}", "a: [{x: one}]", "a: [{x: one, z: 1}]", []),
        ("  {{- with .Values.a }}\n  {{ .x }}: 1\n{{- end }}", "a: {x: one}", "a: {z: 1}", ["a.z"]),
        ("  {{- with .Values.a }}\n  {{ .x }}: 1\n{{- end }}", "a: {x: one}\nn:", "n: {z: 1}", []),
        ("  a: {{ tpl .Values.a $ }}", "a: x", 'a: "{{ .Values.b }}"\nb: z', []),
        ("  a: {{ .Values.a }}", "a: x", "global: {x: 1}", []),
        ('  a: {{ if hasKey .Values "old" }}{{ fail "old is gone" }}{{ end }}', "a: x", "b: 1", ["b"]),
    ],
)  # fmt: skip
def test_what_no_template_reads_of_a_scenario(
    engine: Engine, template: str, values: str, given: str, expected: list[str]
):
    assert unread(engine, template, values, given) == expected


def test_what_has_an_effect(engine: Engine):
    use = facts(engine, '  a: {{ .Values.a }}{{ if .Values.b }}{{ fail "b" }}{{ end }}', "x: 1").values_use
    found: dict[Any, bool] = {path: use.has_effect((path,)) for path in ("a", "b", "c")}
    assert found == {"a": True, "b": True, "c": False}


def test_names_beside(engine: Engine):
    use = facts(engine, "  a: {{ .Values.x.b }}{{ .Values.x.c.d }}", "x: {a: 1}").values_use
    assert use.names_beside(("x", "z")) == ["a", "b", "c"]
    assert use.names_beside(("z",)) == ["x"]


def test_a_chart_without_renders_has_no_unused_values(engine: Engine):
    assert unused(engine, '  a: {{ fail "no" }}', "b: 1") == []


def test_slow_charts_are_looked_at_for_a_time(engine: Engine, monkeypatch: pytest.MonkeyPatch):
    template, values = "  {{- toYaml .Values.x | nindent 2 }}", "x: {a: one}\nb: x"
    assert unused(engine, template, values) == ["b"]
    monkeypatch.setattr("chartgen.lint.values_use._MOST_SECONDS", -1.0)
    assert unused(engine, template, values) == []


def test_scenarios_that_show_nothing_new_are_looked_at_for_a_while(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
):
    """A map that is taken up, and of which no scenario shows anything, is looked for in three more."""
    count = 0
    traced_with = ValueLines.traced_with

    def counted(self: ValueLines, *args: Any) -> Any:
        nonlocal count
        count += 1
        return traced_with(self, *args)

    monkeypatch.setattr(ValueLines, "traced_with", counted)
    more = {f"ci__{number}_values": f"b: {number}\n" for number in range(9)}
    template = "  {{- if .Values.c }}{{ toYaml .Values.x | nindent 2 }}{{ end }}\n  b: {{ .Values.b }}"
    assert unused(engine, template, "x: {a: one}\nb: x\nc: false", **more) == []
    assert count == 3
