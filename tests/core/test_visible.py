import pytest
from hypothesis import given

from chartgen.core.visible import visible
from tests.report.samples import TEXTS, anytime


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain é 漢 😀 %", "plain é 漢 😀 %"),
        ("a\r\n\tb", r"a\r\n\tb"),
        ("\x1b[31m\0\x7f\x85", r"\x1b[31m\x00\x7f\x85"),
        ("\u2028\u202e\ufeff\ufffe", r"\u2028\u202e\ufeff\ufffe"),
        ("name-\udcff\ud800", r"name-\udcff\ud800"),
    ],
)
def test_what_a_terminal_would_obey_is_shown(text, shown):
    assert visible(text) == shown


@anytime
@given(TEXTS)
def test_what_is_visible_prints(text):
    assert visible(text).isprintable()
    assert visible(visible(text)) == visible(text)
