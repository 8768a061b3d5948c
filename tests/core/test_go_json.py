"""JSON as Go reads it, compared with the Helm that is embedded in the SDK."""

import helm_python
import pytest

from chartgen.core import go_json

REFUSED = "refused"


def ours(text: str):
    try:
        value, end = go_json.decode(text)
    except go_json.JsonError:
        return REFUSED
    return value if end == len(text) else REFUSED


@pytest.mark.parametrize(
    "text",
    [
        *("1", "-1", "0", "1.5", "1e3", "1E+3", "1.", "1e", "1.5e", ".5", "+1", "NaN", "Infinity", "-Infinity", "1e308", "1e309", "-1e309", "1e-400"),
        *("9007199254740991", "9007199254740992", "9007199254740993", "-9007199254740993", "18446744073709551616", "1" + "0" * 400),
        *("true", "false", "null", "nul", "True", '"a"', '"\\u00e9\\n"', '"\\ud83d\\ude00"', '"\\ud800"', '"\\ud800x"', '"\\udc00\\ud800"', '"\t"', '"\\x"', "'a'"),
        *("[]", "[1, [2]]", "[1,]", '{"a":{"b":[null]}}', '{"a":1,"a":2}', "{a:1}", '{"a":1,}', '{"\\ud800":1}', "[1", "", "[1.]", "[NaN]"),
    ],
)  # fmt: skip
def test_a_text_means_what_it_means_to_go(text: str):
    try:
        theirs = helm_python.parse_set_json(f"a={text}")["a"] if text else REFUSED
    except helm_python.HelmError:
        theirs = REFUSED
    mine = ours(text)
    assert repr(floats(mine)) == repr(floats(theirs))


def floats(value):
    if isinstance(value, dict):
        return {key: floats(item) for key, item in value.items()}
    if isinstance(value, list):
        return [floats(item) for item in value]
    return float(value) if type(value) is int else value


def test_only_the_first_value_is_read():
    assert go_json.decode("x=[1] y", 2) == ([1], 5)


@pytest.mark.parametrize(
    "text", ["[" * 102 + "]" * 102, '{"a":' * 101 + "1" + "}" * 101, "[" * 100_000, '{"a":' * 100_000]
)
def test_deep_nesting_is_refused(text: str):
    with pytest.raises(go_json.JsonError):
        go_json.decode(text)


def test_the_deepest_nesting():
    assert go_json.decode("[" * 100 + "]" * 100)[1] == 200
