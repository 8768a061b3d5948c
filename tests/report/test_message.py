import pytest
from hypothesis import given

from chartgen.core.finding import Finding, Severity
from chartgen.core.location import Location
from chartgen.report.message import message, message_and_hint, visible
from tests.report.samples import MODE, OVERLAP, TEXTS, anytime


@pytest.mark.parametrize(
    ("path", "what", "said", "shown"),
    [
        ("", "", "broken", "broken"),
        ("a.b", "", "broken", "a.b: broken"),
        ("a.b", "", "a.b: broken", "a.b: broken"),
        ("a.b", "", "a.b.c is broken", "a.b.c is broken"),
        ("a[0]", "", "a[0]: broken", "a[0]: broken"),
        ("network", "", "networks overlap", "network: networks overlap"),
        ("pod-a", "", "pod-a-b: broken", "pod-a: pod-a-b: broken"),
        ("", "Pod/x", "broken", "Pod/x: broken"),
        ("", "Pod/x", "Pod/x has no name", "Pod/x has no name"),
        ("a.b", "Pod/x", "broken", "Pod/x: a.b: broken"),
        ("a.b", "Pod/x", "a.b: broken", "Pod/x: a.b: broken"),
    ],
)
def test_the_subject_leads_where_the_message_does_not_name_it(path, what, said, shown):
    place = Location("f", values_path=path, object=what)
    assert message(Finding(place, "id", Severity.INFO, said)) == shown


def test_a_hint_follows_on_a_line_of_its_own():
    assert message_and_hint(MODE) == f"{MODE.message}\nhint: {MODE.hint}"
    assert message_and_hint(OVERLAP) == message(OVERLAP)


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
