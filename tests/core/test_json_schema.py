"""Schemas say yes where Helm says yes, and what they refuse is told in words."""

import io
import json
import tarfile

import helm_python
import pytest

from chartgen.core.errors import InputError
from chartgen.core.json_schema import Problem, Schema
from chartgen.core.json_schema_fast import compile_schema
from chartgen.core.json_schema_plain import PlainSchema

DRAFT = "http://json-schema.org/draft-07/schema#"
D2019 = "https://json-schema.org/draft/2019-09/schema"
D2020 = "https://json-schema.org/draft/2020-12/schema"


def of(name: str, **keywords: object) -> dict:
    return {"properties": {name: keywords}}


CLOSED = {
    "type": "object",
    "properties": {"a": {"type": "integer"}, "global": {}},
    "additionalProperties": False,
}
TREE = {
    "definitions": {"t": {"type": "object", "additionalProperties": {"$ref": "#/definitions/t"}}},
    "$ref": "#/definitions/t",
}
CASES = [
    ({}, {"a": 1}),
    (of("a", type="integer"), {"a": 1}),
    (of("a", type="integer"), {"a": 1.0}),
    (of("a", type="integer"), {"a": 1.5}),
    (of("a", type="integer"), {"a": "1"}),
    (of("a", type="integer"), {"a": True}),
    (of("a", type="number"), {"a": 10**15}),
    (of("a", type="string"), {"a": ""}),
    (of("a", type=["string", "null"]), {"b": None}),
    (of("a", type="boolean"), {"a": 0}),
    (of("a", type="array", items={"type": "string"}), {"a": ["x", 1]}),
    (of("a", type="array", maxItems=1, minItems=1), {"a": []}),
    (of("a", uniqueItems=True), {"a": [1, 1.0]}),
    (of("a", uniqueItems=True), {"a": [1, True]}),
    ({"$schema": DRAFT, **of("a", items=[{"type": "string"}], additionalItems=False)}, {"a": ["x", 1]}),
    (of("a", contains={"const": 1}), {"a": [2]}),
    (of("a", enum=["x", 1]), {"a": 1.0}),
    (of("a", enum=["x"]), {"a": "y"}),
    (of("a", const={"b": [1]}), {"a": {"b": [1]}}),
    (of("a", minimum=1, exclusiveMaximum=3), {"a": 3}),
    (of("a", multipleOf=0.5), {"a": 1.5}),
    (of("a", minLength=2), {"a": "é"}),
    (of("a", maxLength=1), {"a": "\U0001f600"}),
    (of("a", pattern="^[a-z]+$"), {"a": "ab"}),
    (of("a", pattern="b"), {"a": "abc"}),
    (of("a", pattern="^x$"), {"a": 5}),
    (CLOSED, {"a": 1}),
    (CLOSED, {"b": 1}),
    (CLOSED, {"global": {"x": 1}}),
    ({"required": ["a"]}, {}),
    ({"required": ["a"]}, {"a": False}),
    ({"patternProperties": {"^x-": {"type": "string"}}, "additionalProperties": False}, {"x-a": "1"}),
    ({"patternProperties": {"^x-": {"type": "string"}}, "additionalProperties": False}, {"y": "1"}),
    ({"propertyNames": {"pattern": "^[a-z]+$"}}, {"A": 1}),
    ({"minProperties": 1, "maxProperties": 2}, {}),
    ({"anyOf": [of("a", type="string"), of("a", type="null")]}, {"a": 1}),
    ({"oneOf": [{"required": ["a"]}, {"required": ["b"]}]}, {"a": 1, "b": 1}),
    ({"allOf": [{"required": ["a"]}, {"required": ["b"]}]}, {"a": 1}),
    ({"not": {"required": ["a"]}}, {"a": 1}),
    ({"if": of("a", const=1), "then": {"required": ["b"]}, "else": {"required": ["c"]}}, {"a": 1, "c": 1}),
    ({"dependencies": {"a": ["b"]}}, {"a": 1}),
    (TREE, {"a": {"b": {}}}),
    (TREE, {"a": {"b": 1}}),
    *(({"$schema": DRAFT, **of("a", format=name)}, {"a": text}) for name, text in (("ipv4", "not"), ("ipv4", "1.2.3.4"), ("ipv6", "x"), ("date", "2001-13-01"), ("email", "x"), ("own", "x"))),
    *((mark | of("a", format="ipv4"), {"a": "not"}) for mark in ({}, {"$schema": D2019}, {"$schema": D2020})),
    ({"$schema": DRAFT, **of("a", dependentRequired={"x": ["y"]})}, {"a": {"x": 1}}),
    ({"$schema": D2019, **of("a", dependentRequired={"x": ["y"]})}, {"a": {"x": 1}}),
    ({"$schema": D2019, "properties": {"a": {}}, "unevaluatedProperties": False}, {"b": 1}),
    ({"$schema": D2020, **of("a", prefixItems=[{"type": "string"}], items=False)}, {"a": ["x", 1]}),
    ({"$schema": D2020, "$defs": {"s": {"type": "string"}}, **of("a", **{"$ref": "#/$defs/s"})}, {"a": 1}),
    ({"$schema": D2020, **of("a", contains={"const": 1}, minContains=2)}, {"a": [1]}),
]  # fmt: skip


def helm_accepts(schema: object, value: dict) -> bool:
    files = {
        "Chart.yaml": b"apiVersion: v2\nname: c\nversion: 0.1.0\n",
        "values.schema.json": json.dumps(schema).encode(),
    }
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as tar:
        for name, data in files.items():
            member = tarfile.TarInfo(f"c/{name}")
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
    with helm_python.Chart.load_archive(buffer.getvalue()) as chart:
        try:
            chart.validate_schema(value)
        except helm_python.HelmError:
            return False
    return True


@pytest.mark.parametrize(("schema", "value"), CASES)
def test_the_verdict_is_helms_and_the_same_with_and_without_the_fast_package(schema, value):
    verdict = helm_accepts(schema, value)
    fast = compile_schema(schema)
    assert fast is not None
    assert fast.is_valid(value) == verdict
    assert (PlainSchema(schema, file="s").problems(value) == []) == verdict
    assert (Schema(schema, file="s").problems(value) == []) == verdict


@pytest.mark.parametrize(
    ("schema", "value", "problem"),
    [
        (
            of("a", type="integer"),
            {"a": "1"},
            Problem(("a",), 'must be of type integer, not "1"', "write it without quotes"),
        ),
        (
            of("a", type=["string", "null"]),
            {"a": 1},
            Problem(("a",), "must be of type string or null, not 1", "put it in quotes"),
        ),
        (of("a", enum=["l2", "l3"]), {"a": "l4"}, Problem(("a",), 'must be one of "l2", "l3", not "l4"')),
        ({"required": ["a", "b"]}, {"a": 1}, Problem((), "b is missing")),
        (
            of("a", items={"type": "string"}),
            {"a": ["x", {}]},
            Problem(("a", 1), "must be of type string, not {}"),
        ),
        (
            of("a", pattern="^x$", **{"$comment": "must be x"}),
            {"a": "y"},
            Problem(("a",), 'must be x, not "y"'),
        ),
        (of("a", minimum=1, **{"$comment": "at least 1"}), {"a": 0}, Problem(("a",), "at least 1, not 0")),
        ({"propertyNames": {"maxLength": 2}}, {"abc": 1}, Problem(("abc",), 'not allowed as a key: "abc"')),
        (
            of("a", type="string"),
            {"a": ["x" * 100]},
            Problem(("a",), 'must be of type string, not ["' + "x" * 58 + "…"),
        ),
        (
            of("a", anyOf=[{"type": "null"}, {"properties": {"b": {"type": "string"}}}]),
            {"a": {"b": 1}},
            Problem(("a", "b"), "must be of type string, not 1", "put it in quotes"),
        ),
        (of("a", minimum=1), {"a": 0}, Problem(("a",), "0 is less than the minimum of 1")),
        (
            {"patternProperties": {"^x": {}}, "additionalProperties": False},
            {"y": 1},
            Problem(("y",), "not a known key"),
        ),
        (
            {"properties": {"foo": {}}, "patternProperties": {"^x": {}}, "additionalProperties": False},
            {"fooo": 1, "x1": 1},
            None,
        ),
    ],
)
def test_a_problem_in_words(schema, value, problem):
    found = Schema(schema, file="s").problems(value)
    if problem is None:
        assert [(one.path, one.message) for one in found] == [(("fooo",), "not a known key")]
        assert "foo" in found[0].hint
    else:
        assert found == [problem]


def test_an_unknown_key_stands_at_itself_with_the_near_one():
    (found,) = Schema(
        {"properties": {"networks": CLOSED | {"properties": {"master": {}}}}}, file="s"
    ).problems({"networks": {"mastre": 1}})
    assert (found.path, found.message) == (("networks", "mastre"), "not a known key")
    assert "master" in found.hint


def test_problems_are_sorted_by_place_and_told_once():
    schema = {"allOf": [{"additionalProperties": {"type": "string"}}] * 2}
    assert [problem.path for problem in Schema(schema, file="s").problems({"b": 1, "a": 2, "c": ""})] == [
        ("a",),
        ("b",),
    ]


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "strin"},
        {"properties": []},
        {"minimum": "1"},
        {"required": "a"},
        {"pattern": "("},
        {"$schema": D2020, "type": 1},
    ],
)
def test_an_invalid_schema_is_an_input_error(schema):
    with pytest.raises(InputError, match=r"^s\.json: not a valid JSON Schema: "):
        Schema(schema, file="s.json").problems({"a": "b"})


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1:9/s.json",
        "https://example.com/s.json",
        "other.json",
        "file:///etc/passwd",
        "#/definitions/none",
    ],
)
def test_a_reference_that_leads_out_is_refused_and_nothing_fetched(target: str, monkeypatch):
    def connect(*_args: object) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr("socket.socket.connect", connect)
    with pytest.raises(InputError) as caught:
        Schema(of("a", **{"$ref": target}), file="s.json").problems({"a": 1})
    assert str(caught.value).startswith("s.json: refers to ")
    assert f"{target.lstrip('#')}', which is not in it" in str(caught.value)


def test_a_value_too_deep_or_too_large_for_the_fast_package_is_still_judged():
    deep: dict = {}
    for _ in range(90):
        deep = {"a": deep}
    assert Schema(TREE, file="s").problems(deep) == []
    assert Schema(of("a", type="integer"), file="s").problems({"a": 10**400}) == []
    assert Schema(of("a", type="string"), file="s").problems({"a": 10**400}) != []


def test_the_draft_of_a_schema_is_a_text():
    with pytest.raises(InputError, match=r"\$schema must be"):
        Schema({"$schema": 5}, file="s")


@pytest.mark.parametrize(("count", "more"), [(10, False), (11, True)])
def test_so_many_known_keys_are_listed(count: int, more: bool):
    known = tuple(f"k{number:02}" for number in range(count))
    assert Problem(("zzz",), "not a known key", known=known).hint.endswith(", ...") is more


def test_what_only_the_quick_one_refuses_is_refused():
    class Quick:
        def is_valid(self, _: object) -> bool:
            return False

        def problems(self, _: object) -> list[Problem]:
            return [Problem(("a",), "no")]

    schema = Schema({}, file="s")
    schema._quick = Quick()
    assert schema.problems({}) == [Problem(("a",), "no")]
