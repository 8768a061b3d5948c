import contextlib
import json

import pytest

from chartgen.chart.values import Options, collect
from chartgen.core.errors import InputError, UsageError
from chartgen.render.embedded import EmbeddedEngine
from chartgen.render.engine import Engine, Release, RenderLimitError
from chartgen.render.scenario import Scenarios, Target, render_in_order
from chartgen.render.select import select

SCHEMA = '{"$schema": "http://json-schema.org/draft-07/schema#", "properties": {"a": {"type": "integer"}, "b": {"enum": ["x"]}}, "additionalProperties": false}'
FILES = {"templates/a.yaml": "a: {{ .Values.a }}\n", "values.yaml": "a: 1\n", "values.schema.json": SCHEMA}


def _scenarios(embedded: Engine, chart) -> Scenarios:
    return Scenarios(embedded, chart, Target(Release("r", "ns"), "1.37.0"))


def test_values_go_through_the_schema_and_into_the_templates(embedded: EmbeddedEngine, write_chart):
    scenarios = _scenarios(embedded, write_chart(FILES))
    assert scenarios.render(collect(Options(set=["a=5"]))).stream.endswith("a: 5\n")
    with pytest.raises(InputError, match="a: must be of type integer") as caught:
        scenarios.render(collect(Options(set_string=["a=5"])))
    assert str(caught.value.where) == "--set-string a=5"


def test_every_refused_value_is_named(embedded: EmbeddedEngine, write_chart):
    scenarios = _scenarios(embedded, write_chart(FILES))
    with pytest.raises(InputError) as caught:
        scenarios.check(collect(Options(set=["a=x", "b=y", "cc=1"])))
    text = str(caught.value)
    assert text.startswith("the chart's schema refuses 3 values:\n")
    assert [line.split(":")[0].strip() for line in text.splitlines()[1:]] == [
        "--set a=x",
        "--set b=y",
        "--set cc=1",
    ]


def test_a_schema_that_is_none_is_refused(embedded: EmbeddedEngine, write_chart):
    chart = write_chart({**FILES, "values.schema.json": "{"})
    with pytest.raises(InputError, match="not JSON") as caught:
        _scenarios(embedded, chart)
    assert str(caught.value.where) == f"{chart.reference}/values.schema.json:1:2"
    _scenarios(embedded, write_chart({"values.schema.json": "true"}, "yes")).check(collect(Options()))


def test_side_by_side_gives_the_same_in_the_same_order(embedded: EmbeddedEngine, write_chart):
    chart = write_chart(FILES)
    wanted = [(str(number), collect(Options(set=[f"a={number}"]))) for number in range(40)]
    with contextlib.closing(select("embedded")) as second:
        workers = [_scenarios(embedded, chart), _scenarios(second, chart)]
        found = [
            (name, rendered.stream[-6:].split()[-1]) for name, rendered in render_in_order(workers, wanted)
        ]
        assert found == [(str(number), str(number)) for number in range(40)]
        broken = [*wanted[:20], ("bad", collect(Options(set=["a=x"]))), *wanted[20:]]
        with pytest.raises(InputError, match="a: must be of type integer"):
            list(render_in_order(workers, broken))


REFUSING = """{{ range $key, $network := .Values.networks }}{{ fail (printf "networks.%s.master: missing" $key) }}{{ end }}"""


@pytest.mark.parametrize("key", ["plain", "a b", "a.b", "", "a\nb", "a: b", "[0]"])
def test_a_refusal_stands_at_the_key_that_it_names(embedded: EmbeddedEngine, write_chart, tmp_path, key):
    scenarios = _scenarios(embedded, write_chart({"templates/a.yaml": REFUSING}))
    file = tmp_path / "v.yaml"
    file.write_text(f"a: 1\nnetworks:\n  {json.dumps(key)}: {{mtu: 5}}\n")
    with pytest.raises(InputError) as caught:
        scenarios.render(collect(Options([str(file)])))
    assert str(caught.value.where) == f"{file}:3:3"


def test_a_subcharts_refusal_stands_at_its_own_values(embedded: EmbeddedEngine, write_chart, tmp_path):
    chart = write_chart({**SUBCHART, "charts/sub/templates/b.yaml": '{{ fail "foo: no" }}'})
    file = tmp_path / "v.yaml"
    file.write_text("foo: 1\nsub:\n  foo: bar\n")
    with pytest.raises(InputError, match="foo: no") as caught:
        _scenarios(embedded, chart).render(collect(Options([str(file)])))
    assert str(caught.value.where) == f"{file}:3:8"
    with pytest.raises(InputError, match="foo: no") as caught:
        _scenarios(embedded, chart).render(collect(Options(set=["foo=1"])))
    assert str(caught.value.where) == f"{chart.reference}/charts/sub/templates/b.yaml:1:3"


def test_a_refused_default_is_placed_in_the_chart(embedded: EmbeddedEngine, write_chart, tmp_path):
    chart = write_chart({**FILES, "values.yaml": "a: x\n"})
    file = tmp_path / "v.yaml"
    file.write_text("b: x\n")
    for options in (Options([str(file)]), Options(set=["b=x"])):
        with pytest.raises(InputError) as caught:
            _scenarios(embedded, chart).render(collect(options))
        assert str(caught.value.where) == f"{chart.reference}/values.yaml:1:4"


def test_hints_know_how_a_value_was_given(embedded: EmbeddedEngine, write_chart, tmp_path):
    schema = '{"properties": {"t": {"type": "string"}, "num": {"type": "integer"}}}'
    scenarios = _scenarios(embedded, write_chart({"values.schema.json": schema}))
    file = tmp_path / "v.yaml"
    for text, options, hint in (
        ("t: 1.20", Options([str(file)]), "put it in quotes"),
        ('num: "1"', Options([str(file)]), "write it without quotes"),
        ("", Options(set=["t=1"]), "give it with --set-string"),
        ("", Options(set_json=["t=1"]), "put it in quotes"),
        ("", Options(set_string=["num=1"]), "give it with --set"),
    ):
        file.write_text(text)
        with pytest.raises(InputError) as caught:
            scenarios.check(collect(options))
        assert caught.value.hint == hint


def test_a_limit_names_the_values_too(write_chart, tmp_path):
    file = tmp_path / "v.yaml"
    file.write_text("a: 1\n")
    chart = write_chart(
        {"templates/a.yaml": "{{ range until 20000000 }}{{ range until 20000000 }}{{ end }}{{ end }}"}
    )
    with (
        contextlib.closing(select("embedded", seconds=0.5)) as engine,
        pytest.raises(RenderLimitError) as caught,
    ):
        _scenarios(engine, chart).render(collect(Options([str(file)])))
    assert caught.value.hint.endswith(f"rendered with {file}")


def test_a_refusal_of_an_item_stands_at_the_item(embedded: EmbeddedEngine, write_chart, tmp_path):
    scenarios = _scenarios(embedded, write_chart({"templates/a.yaml": '{{ fail "a.b[1].c: bad" }}'}))
    file = tmp_path / "v.yaml"
    file.write_text("a:\n  b:\n    - c: 1\n    - c: 2\n")
    with pytest.raises(InputError) as caught:
        scenarios.render(collect(Options([str(file)])))
    assert str(caught.value.where) == f"{file}:4:10"


@pytest.mark.parametrize("text", ["ab: c", "a", "a:b", "a.: x", "see a.b: no"])
def test_a_text_that_starts_with_no_path_keeps_helms_place(embedded: EmbeddedEngine, write_chart, text):
    chart = write_chart({"templates/a.yaml": f"{{{{ fail {json.dumps(text)} }}}}"})
    with pytest.raises(InputError) as caught:
        _scenarios(embedded, chart).render(collect(Options(set=["a=1"])))
    assert str(caught.value.where) == f"{chart.reference}/templates/a.yaml:1:3"


PARENT = """{"required": ["sub"], "properties": {"n": {"type": "integer"}, "sub": {"required": ["foo"]}}}"""
SUBCHART = {
    "values.schema.json": PARENT,
    "templates/a.yaml": "k: {{ .Values.sub.foo }}\n",
    "charts/sub/Chart.yaml": "apiVersion: v2\nname: sub\nversion: 0.1.0\n",
    "charts/sub/values.yaml": "foo: bar\n",
    "charts/sub/values.schema.json": '{"properties": {"foo": {"type": "string"}}}',
}


def test_a_schema_that_counts_on_a_subchart(engine: Engine, write_chart):
    """Helm judges with the subcharts' defaults in place."""
    scenarios = _scenarios(engine, write_chart(SUBCHART))
    assert scenarios.render(collect(Options())).stream.endswith("k: bar\n")
    with pytest.raises(InputError, match="n: must be of type integer") as caught:
        scenarios.render(collect(Options(set_string=["n=x"])))
    assert str(caught.value.where) == "--set-string n=x"
    with pytest.raises(InputError, match="foo"):
        scenarios.render(collect(Options(set=["sub.foo=1"])))
    with pytest.raises(InputError, match="sub: must be a map") as caught:
        scenarios.render(collect(Options(set=["sub=3"])))
    assert str(caught.value.where) == "--set sub=3"


def test_values_in_several_documents(engine: Engine, write_chart):
    """As Helm 4.3 reads them; the SDK and Helm 3 would drop all but the first."""
    files = {"values.yaml": "a: 1\n---\nb: [2]\n", "values.schema.json": '{"required": ["a", "b"]}'}
    chart = write_chart({**files, "templates/a.yaml": "v: {{ .Values | toJson }}\n"})
    assert _scenarios(engine, chart).render(collect(Options())).stream.endswith('v: {"a":1,"b":[2]}\n')


def test_defaults_that_the_schema_refuses_are_placed_in_the_chart(embedded: EmbeddedEngine, write_chart):
    chart = write_chart({**FILES, "values.yaml": "# first\na: x\n"})
    with pytest.raises(InputError, match="a: must be of type integer") as caught:
        _scenarios(embedded, chart).render(collect(Options()))
    assert str(caught.value.where) == f"{chart.reference}/values.yaml:2:4"


@pytest.mark.parametrize("template", ["{{ .Values.x.y }}", '{{ fail "no" }}'])
def test_a_template_that_fails_names_the_values_it_failed_on(
    embedded: EmbeddedEngine, write_chart, tmp_path, template
):
    scenarios = _scenarios(embedded, write_chart({"templates/a.yaml": template}))
    file = tmp_path / "v.yaml"
    file.write_text("a: 1\n---\nb: 1\n")
    with pytest.raises(InputError) as caught:
        scenarios.render(collect(Options([str(file)])))
    assert caught.value.hint == f"rendered with {file}"
    with pytest.raises(InputError) as caught:
        scenarios.render(collect(Options()))
    assert caught.value.hint == ""


def test_many_refused_values_are_sorted_and_cut(write_chart, embedded: EmbeddedEngine):
    keys = [f"k{number:02}" for number in range(25)]
    schema = json.dumps({"properties": {key: {"type": "string"} for key in keys}})
    scenarios = _scenarios(embedded, write_chart({"values.schema.json": schema}))
    text = "".join(f"{key}: 1\n" for key in reversed(keys))
    with pytest.raises(InputError) as caught:
        scenarios.check(collect(Options(["-"]), stdin=text.encode))
    lines = str(caught.value).splitlines()
    assert (len(lines), lines[-1]) == (22, "  and 5 more")
    assert lines[1] == "  <stdin>:1:6: k24: must be of type string, not 1 (put it in quotes)"


def test_a_refusal_of_a_block_stands_at_its_name(embedded: EmbeddedEngine, write_chart, tmp_path):
    file = tmp_path / "v.yaml"
    file.write_text("a: 1\nm:\n  b: 1\n")
    scenarios = _scenarios(embedded, write_chart({"templates/a.yaml": '{{ fail "m: bad" }}'}))
    with pytest.raises(InputError) as caught:
        scenarios.render(collect(Options([str(file)])))
    assert str(caught.value.where) == f"{file}:2:1"


def test_the_values_as_a_whole_have_a_name(embedded: EmbeddedEngine, write_chart):
    scenarios = _scenarios(embedded, write_chart({"values.schema.json": '{"required": ["x"]}'}))
    with pytest.raises(InputError, match="values: x is missing"):
        scenarios.check(collect(Options()))


def test_what_no_engine_renders_is_refused_without_one(write_chart):
    chart = write_chart(
        {"Chart.yaml": "apiVersion: v2\nname: c\nversion: 0.1.0\nkubeVersion: '>=1.28.0-0'\n"}
    )
    Target(Release(), "1.28.0").check(chart)
    with pytest.raises(InputError, match="requires kubeVersion") as caught:
        Target(Release(), "1.20").check(chart)
    assert caught.value.where.line == 4
    for target, option in (
        (Target(Release(), "foo"), "--kube-version"),
        (Target(Release("Bad N"), "1.30.0"), "--release-name"),
    ):
        with pytest.raises(UsageError) as refused:
            target.check(chart)
        assert refused.value.where == option
