"""What one scalar means: a table, and random ones, compared with the Helm that is embedded in the SDK."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chartgen.core import yaml
from chartgen.core.yaml_scalars import ScalarError, key_text, resolve, resolve_plain
from tests.helm_reading import ours, theirs

WORDS = ["y", "Y", "yes", "Yes", "YES", "yEs", "on", "On", "ON", "oN", "true", "True", "TRUE", "tRue", "n", "N", "no", "No", "NO", "off", "Off", "OFF", "false", "False", "FALSE", "~", "null", "Null", "NULL", "nULL", "none", "None"]  # fmt: skip
NUMBERS = (
    "0 -0 +0 00 1 +1 -1 007 017 -017 +017 018 08 09 0o17 -0o17 +0o17 0O17 0o18 0o 0x1F 0X1f -0x1f 0xg 0x 0x_1 0b101 0B101 -0b101 0b102 0b-11 0b+11 "
    "1_000 1__0 _1 1_ 0_7 1,000 1e3 1E3 1e+3 1e-3 1.5 -1.5 +1.5 .5 -.5 5. 1.e3 .5e3 ._5 .5_5 .5_ 1_0.5_5 1.5.2 1e 1e400 -1e400 1e-400 1.0 1.50 "
    "9007199254740991 9007199254740992 9007199254740993 9223372036854775807 9223372036854775808 -9223372036854775808 -9223372036854775809 "
    "18446744073709551615 18446744073709551616 123456789012345678901234567890 0x7fffffffffffffff 0xffffffffffffffff 0x1ffffffffffffffff "
    "1:20 1:20:30 190:20:30.15 .inf .Inf .INF +.inf -.inf .nan .NaN .NAN inf nan NaN 1.2.3.4 10.0.0.0/8 ١ 1e3x 0.1e1_0 + - . .. ... -- +. -.e3 +.e1"
)
TIMES = (
    "2001-12-14 2001-12-14T21:59:43Z 2001-12-14t21:59:43.10-05:00 2001-13-45 2001-1-1 20:30 12-14 "
    "02:42:ac:11:00:02 1:2:3"
)
SCALARS = [*WORDS, *NUMBERS.split(), *TIMES.split()]
TAGS = ("!!int", "!!float", "!!bool", "!!str", "!!null", "!!binary", "!!timestamp", "!own", "!")
TAGGED = [
    "1",
    "1.5",
    "1e3",
    "yes",
    "~",
    "x",
    "017",
    "2001-12-14",
    "2001-02-30",
    "aGVsbG8=",
    "aGVsbG8",
    "/w==",
    ".inf",
]
TAGGED += ["18446744073709551615", "'1'", "'yes'", "''", '"a\\nb"']


@pytest.mark.parametrize("scalar", SCALARS)
def test_a_plain_scalar_means_what_it_means_to_helm(scalar: str):
    assert ours(f"a: {scalar}\n") == theirs(f"a: {scalar}\n")
    assert ours(f"a: [{scalar}]\n") == theirs(f"a: [{scalar}]\n")


@pytest.mark.parametrize("scalar", SCALARS)
def test_a_plain_scalar_is_the_key_that_it_is_to_helm(scalar: str):
    assert ours(f"{scalar}: v\n") == theirs(f"{scalar}: v\n")


@pytest.mark.parametrize("scalar", SCALARS)
def test_in_quotes_it_is_text(scalar: str):
    assert yaml.load(f"a: '{scalar}'\n\"{scalar}\": 1\n", file="x").value == {"a": scalar, scalar: 1}


@pytest.mark.parametrize("tag", TAGS)
def test_a_tagged_scalar_means_what_it_means_to_helm(tag: str):
    for scalar in TAGGED:
        text = f"a: {tag} {scalar}\n"
        assert ours(text) == theirs(text), text


ALPHABET = "0123456789+-._eExXoObB:~aAfFnNyYtTzZ "


@settings(max_examples=400, deadline=None)
@given(
    st.text(ALPHABET, min_size=1, max_size=12)
    .map(str.strip)
    .filter(lambda text: text[:2] not in ("", "--", "..", "- ", "-"))
)
def test_random_scalars_mean_what_they_mean_to_helm(scalar: str):
    for text in (f"a: {scalar}\n", f"{scalar}: 1\n"):
        assert ours(text) == theirs(text), text


@settings(max_examples=250, deadline=None)
@given(st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(2**70), 2**70))
def test_random_numbers_mean_what_they_mean_to_helm(number: float):
    for text in (f"a: {number}\n", f"{number}: 1\n", f"a: !!float {number}\n"):
        assert ours(text) == theirs(text), text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1:20", "1:20"),
        ("1e3", 1000.0),
        ("0o17", 15),
        ("017", 15),
        ("0b11", 3),
        ("y", True),
        ("~", None),
        ("x", "x"),
    ],
)
def test_values_and_their_types(text: str, value):
    found = resolve_plain(text)
    assert (type(found), found) == (type(value), value)


def test_infinity_and_nan_are_left_to_the_caller():
    assert resolve(".inf", None, plain=True) == math.inf
    assert math.isnan(float(resolve(".nan", None, plain=True) or 0))


@pytest.mark.parametrize("value", [None, 2**63])
def test_what_cannot_be_a_key(value):
    with pytest.raises(ScalarError):
        key_text(value)


def test_a_number_of_a_million_digits_is_read_at_once():
    assert yaml.load("a: " + "1" * 1_000_000, file="x").value == {"a": "1" * 1_000_000}
