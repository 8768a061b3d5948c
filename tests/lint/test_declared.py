import json
from typing import Any

import pytest

from chartgen.chart.reference import chart_of
from chartgen.lint.declared import Declared
from tests.lint.cases import CHART_YAML

SCHEMA = {
    "properties": {
        "plain": {"properties": {"a": {}}},
        "ref": {"$ref": "#/definitions/one"},
        "all": {"allOf": [{"properties": {"a": {}}}, {"$ref": "#/definitions/one"}]},
        "map": {"additionalProperties": {"properties": {"a": {}}}},
        "pattern": {"patternProperties": {"^x": {"properties": {"a": {}}}}},
        "list": {"items": {"properties": {"a": {}}}},
        "loop": {"$ref": "#/properties/loop"},
        "odd": {"properties": [], "patternProperties": 1, "allOf": {}, "$ref": 3},
    },
    "definitions": {"one": {"properties": {"b": {}}}},
}


def declared(values: str = "", schema: Any = SCHEMA) -> Declared:
    text = schema if isinstance(schema, str) else json.dumps(schema)
    files = {"Chart.yaml": CHART_YAML, "values.yaml": values.encode(), "values.schema.json": text.encode()}
    return Declared(chart_of("c", files))


@pytest.mark.parametrize("path", ["plain.a", "ref.b", "all.a", "all.b", "map.x.a", "pattern.x.a", "list.0.a"])
def test_what_a_schema_has(path: str):
    steps = tuple(int(step) if step.isdigit() else step for step in path.split("."))
    assert declared().in_schema(steps)
    assert steps in declared()
    assert not declared().in_schema((*steps[:-1], "z"))


@pytest.mark.parametrize("path", ["loop.a", "odd.a", "missing"])
def test_what_a_schema_does_not_have(path: str):
    assert not declared().in_schema(tuple(path.split(".")))


@pytest.mark.parametrize("schema", ["", "no", "[]", "true", "[[1]]"])
def test_a_schema_that_is_none(schema: str):
    assert ("a",) not in declared(schema=schema)


@pytest.mark.parametrize(
    "path", ["a", "a.b", "free.any.thing", "null.any", "text.x", "commented", "a.commented", "listed"]
)
def test_what_values_have(path: str):
    values = "a: {b: 1}\nfree: {}\n'null':\ntext: x\n# commented: 1\n# - listed: 1\n"
    assert tuple(path.split(".")) in declared(values)


@pytest.mark.parametrize("path", ["x", "a.c", "a.c.d", "a.other", "a.note"])
def test_what_values_do_not_have(path: str):
    assert tuple(path.split(".")) not in declared("a: {b: 1}\n# a word: or two\nother: 1 # note: one\n")
