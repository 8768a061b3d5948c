import json

from chartgen.generate.values_schema import leaf_schema, values_schema
from chartgen.model.value import STRING, UNSET, Value, text


def test_our_keys_are_closed_and_global_is_open():
    schema = json.loads(values_schema([text("a.b", "", "B."), text("global.x", "", "X.")], title="T"))
    assert schema["additionalProperties"] is False
    assert schema["properties"]["a"]["additionalProperties"] is False
    assert schema["properties"]["global"]["additionalProperties"] is True


def test_a_leaf_carries_documentation_default_and_examples():
    assert leaf_schema(text("a", "x", "Doc.", STRING, "y")) == {
        "description": "Doc.",
        "type": "string",
        "default": "x",
        "examples": ["y"],
    }


def test_what_has_no_default_may_be_null():
    leaf = leaf_schema(Value("a", UNSET, "Doc.", STRING, ("y",)))
    assert leaf["type"] == ["string", "null"]
    assert "default" not in leaf


def test_a_renamed_value_is_let_through_with_the_new_name():
    schema = json.loads(values_schema([text("a.b", "", "B.")], title="T", renamed={"a.old": "a.b"}))
    assert schema["properties"]["a"]["properties"]["old"] == {
        "description": "Is called a.b now; the chart refuses it."
    }
