from chartgen.cni.problem import Problem
from chartgen.core.location import Location
from chartgen.validate.attached import finding

PROBLEM = Problem("rule", "is wrong", ("plugins", 0, "mode"), "do")


def message(**place: str) -> str:
    return finding(PROBLEM, Location("f", **place)).message


def test_a_message_starts_with_the_nearest_path():
    assert message(values_path="networks.a.mode") == "networks.a.mode: is wrong"
    assert message(values_path="networks.a.config") == "networks.a.config: plugins[0].mode: is wrong"
    assert message(values_path="networks.myconfig") == "networks.myconfig: is wrong"
    assert finding(PROBLEM, Location("f", values_path="a.b"), "networks.c").message == (
        "a.b: networks.c: is wrong"
    )
    assert message() == "plugins[0].mode: is wrong"


def test_the_rest_is_taken_over():
    found = finding(PROBLEM, Location("f", 3, 4))
    assert (found.rule, found.hint, found.severity, found.location.line) == (
        "rule",
        "do",
        PROBLEM.severity,
        3,
    )
