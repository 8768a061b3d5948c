from dataclasses import replace

from chartgen.diff import result_words as words
from chartgen.diff.change import change
from tests.diff.results import CHANGES, SCENARIOS, compared

CHANGE = change("object-added", "a", "is new")


def test_numbers_have_nouns():
    assert (words.counted(1, "change"), words.counted(0, "change")) == ("1 change", "0 changes")


def test_the_verdict_is_a_word():
    assert words.verdict(compared()) == "major"
    assert words.verdict(compared([])) == "none: the charts do not differ"


def test_counts_have_all_parts():
    assert words.counts(CHANGES) == {"major": 1, "minor": 2, "patch": 2}
    assert words.counts([]) == {"major": 0, "minor": 0, "patch": 0}


def test_which_scenarios():
    assert words.seen_in(CHANGE, compared()) == ""
    assert words.seen_in(replace(CHANGE, scenarios=(*SCENARIOS,)), compared()) == ""
    assert words.seen_in(replace(CHANGE, scenarios=("a",)), compared()) == "in 1 of 6 scenarios: a"
    assert (
        words.seen_in(replace(CHANGE, scenarios=(*SCENARIOS[:5],)), compared())
        == "in 5 of 6 scenarios: scenario-0, scenario-1, scenario-2 and 2 more"
    )


def test_other_objects_are_counted():
    assert words.others(CHANGE) == ""
    assert words.others(replace(CHANGE, others=("b", "c"))) == " and 2 more"


def test_how_many_scenarios():
    assert words.scenarios(compared()) == "6 scenarios"
    assert words.scenarios(compared()._replace(rendered=2)) == "6 scenarios, objects compared in 2"


def test_objects_are_shown_by_those_in_which_they_are_compared():
    few = compared()._replace(rendered=2)
    assert words.seen_in(replace(CHANGE, scenarios=("a", "b")), few) == ""
    assert words.seen_in(replace(CHANGE, scenarios=("a",)), few) == "in 1 of 2 scenarios: a"
    refused = change("scenario-refused", "values files", "no")
    assert words.seen_in(replace(refused, scenarios=("a", "b")), few) == "in 2 of 6 scenarios: a, b"


def test_areas_keep_their_order():
    assert [title for title, _ in words.areas(CHANGES)] == ["Values", "Objects", "Pods", "Files"]
