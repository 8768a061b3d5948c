from collections.abc import Callable

import pytest

from chartgen.chart.reference import Chart, chart_of
from chartgen.core.process import ChildLostError
from chartgen.render.failure import ChartRefusesError, crash, helm_failure, yaml_failure

DEEP = (
    'template: c/templates/a.yaml:1:3: executing "c/templates/a.yaml" at <include "x" .>: error calling include: '
    'template: c/templates/_h.tpl:2:11: executing "x" at <.Values.a.b>: nil pointer evaluating interface {}.b'
)
DEEP_4 = (
    'c/templates/a.yaml:1:3\n  executing "c/templates/a.yaml" at <include "x" .>:\n    error calling include:\n'
    'c/templates/_h.tpl:2:11\n  executing "x" at <.Values.a.b>:\n    nil pointer evaluating interface {}.b'
)


@pytest.mark.parametrize("message", [DEEP, DEEP_4])
def test_the_innermost_place_counts(message: str, write_chart: Callable[..., Chart]):
    chart = write_chart({})
    assert str(helm_failure(message, chart)) == (
        f"{chart.reference}/templates/_h.tpl:2:11: nil pointer evaluating interface {{}}.b\n"
        f"  hint: called from {chart.reference}/templates/a.yaml:1:3"
    )


def test_texts_with_anything_in_them_are_kept(write_chart: Callable[..., Chart]):
    text = 'a: b (c:1:2): template: x:1:2: executing "y" at <z>: \n\n  - end'
    chart = write_chart({})
    error = helm_failure(f"execution error at (c/templates/a b.yaml:2:3): {text}", chart)
    assert error.problem == text
    assert str(error.where) == f"{chart.reference}/templates/a b.yaml:2:3"


def test_what_is_not_known_is_passed_on(write_chart: Callable[..., Chart]):
    chart = write_chart({})
    error = helm_failure("something else\n", chart)
    assert (error.problem, error.where) == ("something else", chart.reference)


def test_a_long_chain_takes_no_time(write_chart: Callable[..., Chart]):
    step = 'template: c/templates/a.yaml:1:19: executing "r" at <include "r" .>: error calling include: '
    assert (
        helm_failure(step * 20_000 + "the end", write_chart({})).problem == "error calling include: the end"
    )


@pytest.mark.parametrize(
    "sign",
    [
        "pthread_create failed",
        "failed to create new OS thread",
        "malloc failed",
        "MemoryError",
        "cannot allocate memory",
        "out of memory",
    ],
)
def test_signs_of_memory(sign: str, write_chart: Callable[..., Chart]):
    lost = ChildLostError(timed_out=False, code=2, err=f"runtime/cgo: {sign}: x\n")
    assert "needs more than 5 MiB" in crash(write_chart({}), lost, seconds=1, memory=5 * 1024**2).problem


def test_the_first_line_of_a_crash_says_most(write_chart: Callable[..., Chart]):
    lost = ChildLostError(timed_out=False, code=2, err="first\nlast\n")
    assert crash(write_chart({}), lost, seconds=1, memory=1).hint == "first"


def test_values_that_are_a_text(write_chart: Callable[..., Chart]):
    chart = write_chart({"values.yaml": "text\n"})
    error = helm_failure("cannot load values.yaml: json: cannot unmarshal string", chart)
    assert error.problem == "must hold a mapping"


def test_bad_output_can_be_looked_at(write_chart: Callable[..., Chart]):
    assert "helm template --debug" in yaml_failure("x", "c/templates/a.yaml", write_chart({})).hint


def test_what_a_chart_refuses_itself_is_told_apart():
    chart = chart_of("c", {"Chart.yaml": b"apiVersion: v2\nname: c\nversion: 1.0.0\n"})
    refused = helm_failure("execution error at (c/templates/a.yaml:3:4): give a host", chart)
    assert isinstance(refused, ChartRefusesError)
    assert (str(refused.where), refused.problem) == ("c/templates/a.yaml:3:4", "give a host")
    unread = helm_failure("parse error at (c/templates/a.yaml:3): unexpected }", chart)
    assert not isinstance(unread, ChartRefusesError)
