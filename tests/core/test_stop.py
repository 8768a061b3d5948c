from chartgen.core.stop import Stop


def test_it_ends_what_goes_on_and_what_begins_later():
    stop, ended = Stop(), []
    with stop.calls(lambda: ended.append("done before")):
        pass
    with stop.calls(lambda: ended.append("goes on")), stop.calls(lambda: ended.append("too")):
        assert ended == []
        stop.set()
        assert ended == ["goes on", "too"]
    with stop.calls(lambda: ended.append("later")):
        assert ended == ["goes on", "too", "later"]
