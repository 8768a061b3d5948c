from chartgen.chart.refusal import Refusal, quoted, refusal


def test_the_message_starts_with_the_path():
    assert refusal(("networks", "a", 0), "wrong") == Refusal(("networks", "a", 0), "networks.a.0: wrong")


def test_texts_are_quoted_as_go_does():
    assert quoted('a"\n\u00e9') == '"a\\"\\n\u00e9"'
