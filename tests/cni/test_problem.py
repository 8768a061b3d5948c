from chartgen.cni.problem import Problem, has_errors, warning
from chartgen.core.finding import Severity


def test_the_problem_of_a_part_is_one_of_the_whole():
    part = Problem("r", "m", ("ipam", "range"), "h", is_crash=True)
    assert part.under("plugins", 0) == Problem("r", "m", ("plugins", 0, "ipam", "range"), "h", is_crash=True)
    assert part.under() == part


def test_only_errors_count_as_failure():
    advice = warning("r", "m", ("a",), "h")
    assert (advice.severity, advice.is_crash, advice.path) == (Severity.WARNING, False, ("a",))
    assert not has_errors([])
    assert not has_errors([advice])
    assert has_errors([advice, Problem("r", "m")])
