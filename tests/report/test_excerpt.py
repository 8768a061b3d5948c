import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chartgen.core.location import Location
from chartgen.report.excerpt import excerpt
from tests.report.samples import TEXTS, anytime


def shown(line, column=0, end_column=0, end_line=7, width=None):
    return excerpt(Location("a.yaml", 7, column, end_line, end_column), line, width=width)


@pytest.mark.parametrize(
    ("line", "column", "end_column", "expected"),
    [
        ("a: b", 1, 0, ["    7 | a: b", "      | ^"]),
        ("a: b", 4, 5, ["    7 | a: b", "      |    ^"]),
        ("  abc: x  ", 3, 6, ["    7 |   abc: x", "      |   ^^^"]),
        ("a: b", 3, 99, ["    7 | a: b", "      |   ^^"]),
        ("a: b", 3, 2, ["    7 | a: b", "      |   ^"]),
        ("a: b", 0, 0, ["    7 | a: b"]),
        ("a: b", 9, 0, ["    7 | a: b"]),
        ("", 1, 0, ["    7 |"]),
        ("\ta:\tb", 5, 6, ["    7 |     a:    b", "      |           ^"]),
        ("\ta", 1, 3, ["    7 |     a", "      | ^^^^^"]),
        ("漢字: b", 5, 6, ["    7 | 漢字: b", "      |       ^"]),
        ("漢字: b", 1, 3, ["    7 | 漢字: b", "      | ^^^^"]),
        ("e\u0301: b", 5, 6, ["    7 | e\u0301: b", "      |    ^"]),
        ("\x1b[m: b", 6, 7, ["    7 | \\x1b[m: b", "      |         ^"]),
    ],
)
def test_what_is_meant_is_marked(line, column, end_column, expected):
    assert shown(line, column, end_column) == expected


def test_what_goes_on_in_further_lines_is_marked_to_the_end_of_its_first():
    assert shown("ab: |", 2, 1, end_line=9)[1] == "      |  ^^^^"


def test_a_long_line_is_cut_around_what_is_meant():
    line = "a" * 300 + "bcd" + "e" * 300
    text, mark = shown(line, 301, 304)
    assert text == f"    7 | …{'a' * 60}bcd{'e' * 36}…"
    assert mark == f"      | {' ' * 61}^^^"
    text, mark = shown(line, 1, 500)
    assert mark == f"      | {'^' * 100}"


def test_a_line_is_cut_to_the_width_of_the_terminal():
    line = "a" * 300 + "bcd" + "e" * 300
    text, mark = shown(line, 301, 304, width=40)
    assert text == f"    7 | …{'a' * 18}bcd{'e' * 9}…"
    assert mark == f"      | {' ' * 19}^^^"
    assert shown(line, 1, 500, width=40)[1] == f"      | {'^' * 31}"
    assert shown("漢" * 50, 1, 500, width=40) == [f"    7 | {'漢' * 15}…", f"      | {'^' * 31}"]
    assert shown(line, 301, 304, width=500) == shown(line, 301, 304)
    assert shown(line, 301, 304, width=1) == shown(line, 301, 304, width=29)


def test_numbers_of_any_length_stand_before_the_edge():
    assert excerpt(Location("a", 123456, 1), "x") == ["123456 | x", "       | ^"]


def test_the_mark_has_a_colour():
    assert excerpt(Location("a", 1, 1), "x", color=31)[1] == "      | \x1b[31m^\x1b[0m"


def cells(text):
    return sum(
        0 if unicodedata.combining(each) else 1 + (unicodedata.east_asian_width(each) in "WF")
        for each in text
    )


@anytime
@given(
    st.lists(TEXTS, max_size=30).map("".join), st.integers(0, 200), st.integers(0, 200), st.integers(29, 109)
)
def test_no_line_is_wide_or_unsafe(line, column, end_column, width):
    for each in shown(line, column, end_column, width=width):
        assert each.isprintable()
        assert cells(each) <= width
    assert shown(line, column, end_column) == shown(line, column, end_column, width=109)
