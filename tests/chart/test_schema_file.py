import pytest

from chartgen.chart.schema_file import read_schema
from chartgen.core.errors import InputError

DRAFT = '{"$schema": "%s"}'


@pytest.mark.parametrize(
    ("text", "place", "problem"),
    [
        ('{\n "a"', "f:2:5", "not JSON: Expecting ':' delimiter"),
        ("\x80", "f", "not JSON: "),
        ("[" * 100_000, "f", "not JSON: "),
        ("[]", "f", "not a JSON Schema: a map is expected"),
        ("false", "f", "the schema allows no values"),
        ('{"type": 5}', "f", "not a valid JSON Schema"),
        ('{"minimum": NaN}', "f", "not JSON: NaN is no number"),
        (DRAFT % "http://example.com/none", "f", "$schema: 'http://example.com/none' is no draft that Helm"),
        ('{"properties": {"a": {"pattern": "^(?!y)"}}}', "f", "the pattern '^(?!y)' has '(?!'"),
        ('{"patternProperties": {"(?<=y)x": {}}}', "f", "the pattern '(?<=y)x' has '(?<='"),
        (r'{"pattern": "(\u003f=a)"}', "f", "the pattern '(?=a)' has '(?='"),
        (r'{"allOf": [{"pattern": "(a)\\1"}]}', "f", r"the pattern '(a)\\1' has '\\1'"),
    ],
)
def test_what_helm_refuses(text: str, place: str, problem: str):
    with pytest.raises(InputError) as caught:
        read_schema(text.encode("latin-1"), file="f")
    assert str(caught.value.where) == place
    assert caught.value.problem.startswith(problem)


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        DRAFT % "http://json-schema.org/draft-07/schema#",
        DRAFT % "http://json-schema.org/draft-04/schema",
        DRAFT % "https://json-schema.org/draft/2020-12/schema",
        DRAFT % "http://json-schema.org/schema#",
        '{"properties": {"pattern": {"enum": ["(?!x)"]}}, "default": {"pattern": "(?!x)"}}',
        r'{"pattern": "^(?:a|(?i)b|\\(\\?!|\\\\1|(?P<n>x))$"}',
    ],
)
def test_what_helm_takes(text: str):
    schema = read_schema(text.encode(), file="f")
    assert schema is not None
    assert schema.problems({}) == []


def test_a_schema_that_allows_everything_is_none():
    assert read_schema(b"true", file="f") is None
