"""JSON as Go reads it, compared with Python's own reader where both must agree."""

import json
import math
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chartgen.cni.json_text import (
    JsonTextError,
    Members,
    Number,
    TooDeepError,
    from_value,
    plain,
    read,
    rewritten,
    unsound_numbers,
)
from tests.cni_cases import ENOUGH, FEW, ODD_TEXTS

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**15) + 1, 10**15 - 1) | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda values: st.lists(values, max_size=4) | st.dictionaries(TEXTS, values, max_size=4),
    max_leaves=20,
)  # fmt: skip


@ENOUGH
@given(VALUES, st.sampled_from([None, 1]), st.booleans())
def test_a_text_is_read_as_python_reads_it(value, indent, ascii_only):
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    assert plain(read(text)) == value == json.loads(text)


@ENOUGH
@given(VALUES)
def test_a_value_that_was_read_elsewhere_gives_the_same_tree(value):
    assert from_value(value) == read(json.dumps(value))


@FEW
@given(st.text(max_size=30) | ODD_TEXTS)
def test_any_text_is_read_or_refused_with_the_documented_error(text):
    try:
        expected = json.loads(text, parse_int=float, parse_constant=lambda _name: 1 / 0)
    except (ValueError, ZeroDivisionError):
        with pytest.raises(JsonTextError):
            read(text)
        return
    tree = read(text)
    if not unsound_numbers(tree) and "\\ud800" not in text and "\ud800" not in text:
        assert plain(tree) == expected


def keys_of(tree):
    if isinstance(tree, Members):
        yield [key for key, _ in tree]
        tree = [value for _, value in tree]
    for item in tree if isinstance(tree, list) else []:
        yield from keys_of(item)


@FEW
@given(ODD_TEXTS)
def test_a_rewritten_tree_has_each_key_once_and_sorted(text):
    tree = read(text)
    if unsound_numbers(tree):
        return
    again = rewritten(tree)
    assert all(keys == sorted(set(keys)) for keys in keys_of(again))
    assert rewritten(again) == again
    assert plain(again) == plain(tree)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1", "1"), ("1.0", "1"), ("1e3", "1000"), ("1.5", "1.5"), ("-0", "0"),
        ("9007199254740993", "9007199254740992"), ("1e20", "1" + "0" * 20), ("1e21", "1e+21"), ("1e-400", "0"),
    ],
)  # fmt: skip
def test_a_rewritten_number_has_been_a_float(text, expected):
    assert rewritten(read(text)) == Number(expected)


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "{", "[", "[1,]", '{"a":1,}', "{a:1}", "'a'", "nul", "True", "NaN", "[Infinity]", "-Infinity", "1 2", "01", "1.", ".5", "+1"),
        *('"\t"', '"\\x"', '"', '"\\', '"\\u12g4"', "\ufeff{}", "{} x", "/**/1", "[1\u00a0]", '{"range": 10.0.0.0/24}', "-", "1e", "٣"),
    ],
)  # fmt: skip
def test_what_is_no_json(text):
    with pytest.raises(JsonTextError):
        read(text)


def test_the_place_of_what_is_wrong_is_told():
    with pytest.raises(JsonTextError, match="line 2, column 7"):
        read('{\n "a": x}')


@pytest.mark.parametrize(
    ("text", "problem", "hint"),
    [
        ('{"a":1,}', "a comma too many at line 1, column", "remove the comma"),
        ('{"a":[1, ]}', "a comma too many", "remove the comma"),
        *((text, "a comment", "no comments") for text in ('{"a":1 # c\n}', '{"a":1, // c\n"b":2}', "/* c */{}", '{# c\n"a":1}', "[1,\n# c\n2]")),
        *((text, "a text without quotes", "double quotes") for text in ('{"range": 10.0.0.0/24}', '{"range": RANGE}', '{"a": True}', '{"a": fd00::/64}', '{"a": 01}')),
        ("{} x", "more text after the end", "remove what follows"),
        ('{"a":1}{"b":2}', "more text after the end", "remove what follows"),
        ("{a:1}", "a key without double quotes", "double quotes"),
        ("{'a':1}", "a key without double quotes", "double quotes"),
        ('{"a":}', "a value is missing", ""),
        ('{"a":,"b":1}', "a value is missing", ""),
        ('{"a":1 "b":2}', "a comma or a closing bracket is missing", ""),
        ("[1 2]", "a comma or a closing bracket is missing", ""),
        ('{"a" 1}', "a colon is missing", ""),
        ('{"a":"b', "a text that does not end", ""),
        ('{"a":"b\n"}', "a line break or control character", ""),
        ('{"a":"\\x"}', "a backslash that escapes nothing", ""),
        ('{"a":"\\u12g4"}', "a \\u without four", ""),
        *((text, "the text ends too early", "close") for text in ("", " ", "{", "[", '{"a":', '{"a":1', "[1,")),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_words_of_the_text(text, problem, hint):
    with pytest.raises(JsonTextError) as caught:
        read(text)
    assert str(caught.value).startswith(problem)
    assert hint in caught.value.hint
    assert bool(hint) == bool(caught.value.hint)
    assert "xpecting" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"a":1,"a":2}', (("a", "1"), ("a", "2"))),
        ('{"\\ud800":"\\udc00x"}', (("\ufffd", "\ufffdx"),)),
        ('{"a":["\\ud800"]}', (("a", ["\ufffd"]),)),
        ('"\\ud800"', "\ufffd"),
        ('["\\ud800",["\\udc00"]]', ["\ufffd", ["\ufffd"]]),
        ('"\\ud83d\\ude00"', "😀"),
        ("1.50", "1.50"),
    ],
)
def test_keys_twice_half_characters_and_numbers_are_kept_as_go_does(text, expected):
    assert read(text) == expected


def test_a_number_is_told_from_a_text():
    number, text = read('[1,"1"]')
    assert isinstance(number, Number)
    assert not isinstance(text, Number)


def test_the_last_of_a_key_counts():
    tree = read('{"a":1,"A":2,"a":3}')
    assert (tree.get("a"), tree.get("A"), tree.get("b"), tree.get("b", 7)) == ("3", "2", None, 7)
    assert [tree.has(key) for key in ("a", "A", "b")] == [True, True, False]


@pytest.mark.parametrize("number", ["1e400", "-1e400", "9" * 400, "1e" + "9" * 30])
def test_a_number_beyond_all_floats_is_found(number):
    assert unsound_numbers(read(f'[1,{{"a":[{number}]}},"{number}"]')) == [number]
    assert unsound_numbers(read("[1e308,1e-400]")) == []


@pytest.mark.parametrize(
    ("count", "error"), [(300, None), (301, TooDeepError), (10_000, TooDeepError), (10_001, JsonTextError), (100_000, JsonTextError)]
)  # fmt: skip
@pytest.mark.parametrize(("start", "end"), [("[", "]"), ('{"a":', "}")])
def test_depth(count, error, start, end):
    text = start * count + "1" + end * count
    if error is None:
        assert rewritten(read(text)) == read(text)
        assert from_value(plain(read(text))) == read(text)
        return
    with pytest.raises(JsonTextError) as caught:
        read(text)
    assert type(caught.value) is error


def test_brackets_in_texts_do_not_nest():
    text = json.dumps(['[{"\\' * 1000] * 3)
    assert plain(read(text)) == json.loads(text)


@pytest.mark.parametrize(
    "text",
    ['\\"' * 100_000, "[" * 200_000, '"' * 200_000, "[" * 400 + '\\"' * 100_000, "[" * 400 + '"a' * 100_000, "{}" * 100_000, "[" * 400 + '"' + "\\" * 200_000],
    ids=["escaped quotes", "brackets", "quotes", "escaped in brackets", "open texts", "objects", "backslashes"],
)  # fmt: skip
def test_a_long_text_costs_little(text):
    start = time.process_time()
    with pytest.raises(JsonTextError):
        read(text)
    assert time.process_time() - start < 2


def test_a_float_that_python_writes_is_a_number():
    assert from_value(1e100) == Number("1e+100")
    assert math.isfinite(float(from_value(10**300)))
