from dataclasses import replace

import pytest

from chartgen.core.finding import Finding, Severity
from chartgen.core.location import Location
from chartgen.report.message import message, message_and_hint
from tests.report.samples import ADVICE, MODE, OVERLAP


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


def test_what_a_terminal_would_obey_is_visible_and_line_ends_stay():
    found = replace(ADVICE, message="a\x1b[31m\nb\u202e", hint="c\x07")
    assert (
        message_and_hint(found)
        == r"""a\x1b[31m
b\u202e
hint: c\x07"""
    )
