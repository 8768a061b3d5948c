import itertools

from hypothesis import given
from hypothesis import strategies as st

from chartgen.diff.change import (
    AREAS,
    KINDS,
    LONGEST,
    Collector,
    Part,
    change,
    in_order,
    shown,
    verdict,
    without,
)

CHANGES = st.builds(
    change,
    st.sampled_from([*KINDS]),
    st.sampled_from("ab"),
    st.sampled_from(["x", "y"]),
    part=st.sampled_from([None, *Part]),
)


def test_parts_order():
    assert Part.PATCH < Part.MINOR < Part.MAJOR
    assert str(Part.MAJOR) == "major"


def test_each_kind_is_about_something_that_has_a_title():
    assert {area for area, _ in KINDS.values()} == {*AREAS}


def test_a_message_is_the_path_and_what_changes():
    assert change("default-changed", "values.yaml", path="a.b", old="1", new="2").message == "a.b: 1 → 2"
    assert change("default-changed", "values.yaml", path="a", new="2").message == "a: unset → 2"
    assert change("value-added", "values.yaml", "is new", path="a").message == "a: is new"
    assert change("value-added", "values.yaml", "is new").part == Part.MINOR
    assert change("value-added", "values.yaml", "is new", part=Part.PATCH).part == Part.PATCH


def test_nothing_requires_nothing():
    assert verdict([]) == (None, ())


@given(st.lists(CHANGES), st.lists(CHANGES))
def test_a_verdict_is_the_greatest_part_and_more_changes_never_lower_it(some, more):
    part, reasons = verdict(some)
    assert part == max((each.part for each in some), default=None)
    assert all(each.part == part for each in reasons)
    assert (verdict([*some, *more]).part or 0) >= (part or 0)


@given(st.lists(CHANGES))
def test_the_order_does_not_hang_on_how_changes_came(some):
    found = in_order(some)
    assert found == in_order(reversed(some)) or len({*some}) < len(some)
    assert all(one.part >= other.part for one, other in itertools.pairwise(found))


def test_what_scenarios_and_objects_have_in_common_is_one_change():
    collector = Collector()
    collector.add(change("object-added", "A one", "is new"), "first", group="template")
    collector.add(change("object-added", "A two", "is new"), "second", group="template")
    collector.add(change("object-added", "A one", "is new"), "second", group="template")
    collector.add(change("object-added", "A one", "is new"), "third", group="another")
    collector.add(change("notes-changed", "NOTES", "are others"))
    found = collector.changes()
    assert [(each.where, each.scenarios, each.others) for each in found] == [
        ("A one", ("first", "second"), ("A two",)),
        ("A one", ("third",), ()),
        ("NOTES", (), ()),
    ]


def test_long_values_are_cut():
    assert shown({"a": 1}) == '{"a": 1}'
    assert len(shown("x" * 1000)) == LONGEST


def test_a_text_that_must_not_be_shown():
    told = change("default-changed", "values.yaml", path="a", old="hush", new="loud")
    hidden = without(told, ["hush"])
    assert (hidden.message, hidden.old, hidden.new) == ("a: … → loud", "…", "loud")
    assert without(told, []) == told
