import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given

import chartgen.report
from chartgen.core.finding import Severity
from chartgen.core.location import Location
from chartgen.report import FORMATS, Report, collect, render
from tests.report.samples import ADVICE, HOSTILE, MODE, NOTHING, OVERLAP, REPORTS, SMALL, anytime


def test_findings_are_sorted_and_do_not_depend_on_the_order_they_came_in():
    findings = [ADVICE, MODE, OVERLAP, HOSTILE]
    assert collect("lint", findings, []).findings == (HOSTILE, ADVICE, MODE, OVERLAP)
    for seed in range(10):
        random.Random(seed).shuffle(findings)
        assert collect("lint", findings, []).findings == (HOSTILE, ADVICE, MODE, OVERLAP)


def test_what_says_the_same_of_the_same_place_is_one():
    others = [
        replace(MODE, scenarios=("c", "a")),
        replace(MODE, scenarios=(), hint="", severity=Severity.WARNING),
        MODE,
    ]
    assert collect("lint", others, []).findings == (replace(MODE, scenarios=("a", "b", "c")),)


def test_of_findings_that_are_one_all_related_places_are_kept():
    one, two = Location("a", 1), Location("b", 1)
    others = [replace(MODE, related=(two,)), replace(MODE, related=(one, two))]
    assert collect("lint", others, []).findings == (replace(MODE, related=(one, two)),)


@pytest.mark.parametrize("change", [{"rule": "x"}, {"message": "x"}, {"location": Location("x")}])
def test_what_differs_stays_apart(change):
    assert len(collect("lint", [MODE, replace(MODE, **change)], []).findings) == 2


def test_inputs_keep_their_order_and_count_once():
    assert collect("lint", [], ["b", "a", "b"]) == Report("lint", (), ("b", "a"))


def test_severities_are_counted():
    assert [SMALL.count(severity) for severity in Severity] == [1, 1, 1]
    assert [NOTHING.count(severity) for severity in Severity] == [0, 0, 0]


def test_each_format_has_a_module_of_its_name():
    folder = Path(chartgen.report.__file__).parent
    assert {path.stem for path in folder.glob("[a-z]*.py")} == {*FORMATS, "excerpt", "message"}
    assert all(FORMATS.values())


def test_colour_and_quiet_change_text_alone():
    for name in FORMATS:
        plain = render(SMALL, name)
        assert (render(SMALL, name, color=True) == plain) == (name != "text")
        assert (render(SMALL, name, quiet=True) == plain) == (name != "text")


@anytime
@given(REPORTS)
def test_every_text_is_utf8_in_whole_lines_and_always_the_same(report):
    for name in FORMATS:
        text = render(report, name, color=True)
        assert text.encode() == render(report, name, color=True).encode()
        assert text == "" or text.endswith("\n")


def test_a_very_long_message_is_not_cut():
    finding = replace(MODE, message="x" * 1_000_000)
    for name in FORMATS:
        assert "x" * 1_000_000 in render(collect("lint", [finding], []), name)
