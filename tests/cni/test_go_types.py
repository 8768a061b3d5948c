"""What encoding/json puts into variables; the expectations were read off Go 1.26."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chartgen.cni.go_types import (
    Anything,
    Boolean,
    Entries,
    Fresh,
    Integer,
    Items,
    Optional,
    Parsed,
    Record,
    Text,
    fold,
    name_of,
    unmarshal,
)
from chartgen.cni.json_text import plain, read
from tests.cni_cases import ENOUGH, FEW, ODD_TEXTS

POSITIVE = Parsed(lambda text: int(text) if text.isdecimal() else None, "a number in a text")
INNER = Record({"a": Text(), "b": Integer()})
OUTER = Record(
    {
        "text": Text(), "number": Integer(), "flag": Boolean(), "on": Boolean(default=True), "any": Anything(), "inner": INNER,
        "maybe": Optional(INNER), "items": Items(Integer()), "inners": Items(INNER), "map": Entries(Boolean()), "parsed": POSITIVE,
        "strict": Parsed(POSITIVE.parse, "a number in a text", refuses_null=True), "fresh": Fresh(INNER), "Text2": Text(), "text2": Text(),
    }
)  # fmt: skip


def decoded(text: str):
    return unmarshal(OUTER, read(text))


@pytest.mark.parametrize(
    ("text", "field", "expected"),
    [
        ("{}", "text", ""), ("{}", "number", 0), ("{}", "flag", False), ("{}", "on", True), ("{}", "any", None),
        ("{}", "inner", {"a": "", "b": 0}), ("{}", "maybe", None), ("{}", "items", None), ("{}", "map", None), ("{}", "parsed", None),
        ('{"text":"x"}', "text", "x"), ('{"text":"x","text":null}', "text", "x"), ('{"TEXT":"x"}', "text", "x"), ('{"text":"a","Text":"b"}', "text", "b"),
        ('{"TEXT2":"x"}', "Text2", "x"), ('{"text2":"x"}', "text2", "x"), ('{"text2":"x"}', "Text2", ""),
        ('{"number":-5}', "number", -5), ('{"number":9223372036854775807}', "number", 2**63 - 1), ('{"number":-9223372036854775808}', "number", -(2**63)),
        ('{"number":-0}', "number", 0), ('{"number":1,"number":null}', "number", 1), ('{"on":null}', "on", True), ('{"on":false}', "on", False),
        ('{"inner":{"a":"x"},"inner":{"b":2}}', "inner", {"a": "x", "b": 2}), ('{"inner":{"a":"x"},"inner":null}', "inner", {"a": "x", "b": 0}),
        ('{"maybe":{"a":"x"},"maybe":{"b":2}}', "maybe", {"a": "x", "b": 2}), ('{"maybe":{"a":"x"},"maybe":null}', "maybe", None),
        ('{"fresh":{"a":"x"},"fresh":{"b":2}}', "fresh", {"a": "", "b": 2}),
        ('{"items":[]}', "items", []), ('{"items":[1,null]}', "items", [1, 0]), ('{"items":[1,2,3],"items":[null,5]}', "items", [1, 5]),
        ('{"items":[1],"items":null}', "items", None), ('{"inners":[{"a":"x"}],"inners":[{"b":2},{}]}', "inners", [{"a": "x", "b": 2}, {"a": "", "b": 0}]),
        ('{"map":{"a":true},"map":{"b":true}}', "map", {"a": True, "b": True}), ('{"map":{"a":true,"a":null}}', "map", {"a": False}), ('{"map":{"A":true,"a":true}}', "map", {"A": True, "a": True}),
        ('{"map":{"a":true},"map":null}', "map", None), ('{"parsed":"7"}', "parsed", 7), ('{"parsed":"7","parsed":""}', "parsed", None), ('{"parsed":"7","parsed":null}', "parsed", None),
        ('{"any":[1,{"a":null}]}', "any", read('[1,{"a":null}]')), ('{"item\u017f":[1]}', "items", [1]), ('{"other":1}', "text", ""),
    ],
)  # fmt: skip
def test_a_variable_holds(text, field, expected):
    value, mismatches = decoded(text)
    assert mismatches == []
    assert value[field] == expected


@pytest.mark.parametrize(
    ("text", "path", "message"),
    [
        ('{"text":1}', ("text",), "must be a text, not the number 1"), ('{"text":[]}', ("text",), "must be a text, not a list"), ('{"text":{}}', ("text",), "must be a text, not an object"),
        ('{"number":"1"}', ("number",), "must be an integer, not a text"), ('{"number":1.0}', ("number",), "must be an integer, not the number 1.0"), ('{"number":1e3}', ("number",), "must be an integer, not the number 1e3"),
        ('{"number":9223372036854775808}', ("number",), "must be an integer, not the number 9223372036854775808"), ('{"number":true}', ("number",), "must be an integer, not a boolean"),
        ('{"flag":"true"}', ("flag",), "must be true or false, not a text"), ('{"FLAG":0}', ("FLAG",), "must be true or false, not the number 0"),
        ('{"inner":[]}', ("inner",), "must be an object, not a list"), ('{"inner":{"b":""}}', ("inner", "b"), "must be an integer, not a text"), ('{"maybe":1}', ("maybe",), "must be an object, not the number 1"),
        ('{"items":{}}', ("items",), "must be a list, not an object"), ('{"items":[1,"x"]}', ("items", 1), "must be an integer, not a text"), ('{"inners":[{},{"a":1}]}', ("inners", 1, "a"), "must be a text, not the number 1"),
        ('{"map":[]}', ("map",), "must be an object, not a list"), ('{"map":{"k":1}}', ("map", "k"), "must be true or false, not the number 1"), ('{"any":{"a":[1e400]}}', ("any",), "must be of numbers that a 64-bit float holds, not the number 1e400"),
        ('{"parsed":"x"}', ("parsed",), 'must be a number in a text, not "x"'), ('{"parsed":7}', ("parsed",), "must be a number in a text, not the number 7"),
        ('{"strict":""}', ("strict",), "must be a number in a text, not a text"), ('{"strict":null}', ("strict",), "must be a number in a text, not null"), ("[]", (), "must be an object, not a list"),
    ],
)  # fmt: skip
def test_a_variable_refuses(text, path, message):
    _, mismatches = decoded(text)
    assert [(each.path, each.message) for each in mismatches] == [(path, message)]


def test_all_that_is_wrong_is_told_in_the_order_of_the_text_and_the_rest_is_read():
    value, mismatches = decoded('{"number":"x","text":"kept","flag":1,"items":[true,2]}')
    assert [each.path for each in mismatches] == [("number",), ("flag",), ("items", 0)]
    assert (value["text"], value["items"]) == ("kept", [0, 2])


def test_a_refused_value_leaves_the_variable():
    assert decoded('{"text":"x","text":1}')[0]["text"] == "x"
    assert decoded('{"items":[1],"items":{}}')[0]["items"] == [1]


def test_a_variable_is_never_shared():
    first, _ = decoded('{"inner":{"a":"x"},"map":{"a":true}}')
    second, _ = decoded("{}")
    assert (second["inner"], second["map"], first["inner"]["a"]) == ({"a": "", "b": 0}, None, "x")


@FEW
@given(ODD_TEXTS)
def test_any_tree_is_read_or_refused(text):
    tree = read(text)
    value, mismatches = unmarshal(OUTER, tree)
    assert set(value) == set(OUTER.fields)
    assert all(each.message.startswith("must be ") for each in mismatches)


@ENOUGH
@given(
    st.dictionaries(
        st.sampled_from(["text", "on", "items", "map", "number"]),
        st.none() | st.booleans() | st.integers(-9, 9),
    )
)
def test_a_value_of_the_type_arrives(value):
    types = {"text": str, "on": bool, "items": list, "map": dict, "number": int}
    tree = read(
        "{"
        + ",".join(
            f'"{key}":{str(item).lower() if item is not None else "null"}' for key, item in value.items()
        )
        + "}"
    )
    found, mismatches = unmarshal(OUTER, tree)
    wrong = {key for key, item in value.items() if item is not None and type(item) is not types[key]}
    assert {each.path[0] for each in mismatches} == wrong
    assert all(found[key] == plain(tree.get(key)) for key in value.keys() - wrong if value[key] is not None)


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("cniVersion", "cniversion"),
        ("CNIVER\u017fION", "cniversion"),
        ("\u212aey", "key"),
        ("\u00e4", "\u00e4"),
    ],
)
def test_letter_case_is_folded_as_go_does(key, expected):
    assert fold(key) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("null", "null"), ("true", "a boolean"), ('"x"', "a text"), ("[]", "a list"), ("{}", "an object"), ("1.5", "the number 1.5"), ("9" * 99, "the number " + "9" * 40)]
)  # fmt: skip
def test_a_value_has_a_word(text, expected):
    assert name_of(read(text)) == expected
