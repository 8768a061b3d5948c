from chartgen.core.exitcodes import ExitCode


def test_the_numbers_are_a_promise():
    assert {code.name: code.value for code in ExitCode} == {
        "CLEAN": 0,
        "FINDINGS": 1,
        "USAGE": 2,
        "INPUT": 3,
        "TOOL": 4,
        "REFUSED": 5,
        "BUG": 70,
        "INTERRUPTED": 130,
    }
