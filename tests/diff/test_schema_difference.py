from chartgen.diff.schema_difference import ANY_KEY, ITEM, Difference, format_place


def test_a_place_is_written_as_users_do():
    assert format_place(()) == ""
    assert format_place(("networks", ANY_KEY, "ranges", ITEM, "range")) == "networks.*.ranges[].range"
    assert format_place(("a.b", "c")) == "a\\.b.c"


def test_only_a_place_without_stars_is_one_of_a_value():
    assert Difference("removed", ("a", "b")).steps == ("a", "b")
    assert Difference("removed", ("a", ANY_KEY)).steps is None
    assert Difference("removed", ("a", ITEM, "b")).steps is None
