import json

import pytest

from chartgen.lint.schema_references import remote_references


@pytest.mark.parametrize(
    ("schema", "found"),
    [
        ({"$ref": "https://a.example/b.json#/x"}, ["https://a.example/b.json#/x"]),
        (
            {"allOf": [{"$ref": "http://a.example/b"}], "items": {"$ref": "https://a.example/a"}},
            ["http://a.example/b", "https://a.example/a"],
        ),
        ({"$id": "https://a.example/b", "items": {"$ref": "https://a.example/b#/definitions/x"}}, []),
        ({"$ref": "http://json-schema.org/draft-07/schema#"}, []),
        ({"$ref": "#/definitions/x", "$schema": "http://json-schema.org/draft-07/schema#"}, []),
        ({"properties": {"$ref": {"type": "string"}}, "$id": 5}, []),
        ([1, True, None], []),
    ],
)
def test_what_has_to_be_fetched(schema, found):
    assert remote_references(json.dumps(schema).encode()) == found


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b"[" * 100_000])
def test_what_is_no_json_refers_to_nothing(content):
    assert remote_references(content) == []
