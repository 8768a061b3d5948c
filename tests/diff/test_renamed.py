from chartgen.diff.renamed import key, renamed

STRING = {"type": "string", "description": "One."}


def test_an_equal_key_of_a_similar_name_is_the_same():
    gone = [key(("multus", "logFile"), STRING, "")]
    come = [key(("multus", "logTarget"), {"type": "string", "title": "Two."}, "")]
    assert renamed(gone, come) == {("multus", "logFile"): ("multus", "logTarget")}


def test_a_key_that_moved():
    assert renamed([key(("a", "level"), STRING, "x")], [key(("b", "level"), STRING, "x")]) == {
        ("a", "level"): ("b", "level")
    }


def test_one_that_stands_alone_beside_it_may_be_called_anything():
    assert renamed([key(("a", "idle"), STRING, "x")], [key(("a", "port"), STRING, "x")]) == {
        ("a", "idle"): ("a", "port")
    }


def test_what_differs_in_more_than_its_name_is_another():
    gone = [key(("a", "level"), STRING, "x")]
    assert renamed(gone, [key(("a", "levels"), {"type": "integer"}, "x")]) == {}
    assert renamed(gone, [key(("a", "levels"), STRING, "y")]) == {}
    assert renamed(gone, [key(("b", "port"), STRING, "x")]) == {}
    assert renamed(gone, []) == renamed([], gone) == {}


def test_of_several_the_most_similar_is_it_and_no_key_is_two():
    gone = [key(("a", "logLevel"), None, "x"), key(("a", "logFile"), None, "x")]
    come = [key(("a", "logVerbosity"), None, "x"), key(("a", "logFiles"), None, "x")]
    assert renamed(gone, come)["a", "logFile"] == ("a", "logFiles")
    assert len({*renamed(gone, come).values()}) == len(renamed(gone, come))


def test_a_property_called_description_counts():
    one = {"type": "object", "properties": {"description": STRING}}
    other = {"type": "object", "properties": {"description": {"type": "integer"}}}
    assert renamed([key(("a",), one, None)], [key(("ab",), other, None)]) == {}


def test_what_may_be_one_of_several_is_none_of_them():
    one, others = [key(("a", "x1"), STRING, "x")], [key(("a", each), STRING, "x") for each in ("x2", "x3")]
    assert renamed(one, others) == renamed(others, one) == {}


def test_one_of_several_that_went_does_not_stand_alone():
    gone = [key(("a", "idle"), STRING, "x"), key(("a", "other"), STRING, "y")]
    assert renamed(gone, [key(("a", "pppp"), STRING, "x")]) == {}
