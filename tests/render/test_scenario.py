import contextlib

import pytest

from chartgen.chart.values import Options, collect
from chartgen.core.errors import InputError
from chartgen.render.embedded import EmbeddedEngine
from chartgen.render.engine import Release
from chartgen.render.scenario import Scenarios, Target, render_in_order
from chartgen.render.select import select

SCHEMA = '{"$schema": "http://json-schema.org/draft-07/schema#", "properties": {"a": {"type": "integer"}, "b": {"enum": ["x"]}}, "additionalProperties": false}'
FILES = {"templates/a.yaml": "a: {{ .Values.a }}\n", "values.yaml": "a: 1\n", "values.schema.json": SCHEMA}


def _scenarios(embedded: EmbeddedEngine, chart) -> Scenarios:
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
    for number, schema in enumerate(["{", '{"type": 5}', "[]"]):
        with pytest.raises(InputError, match="JSON"):
            _scenarios(embedded, write_chart({**FILES, "values.schema.json": schema}, f"c{number}"))


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
