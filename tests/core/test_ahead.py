import contextlib
import threading
import time

import pytest

from chartgen.core.ahead import ahead
from chartgen.core.process import run
from chartgen.core.stop import Stop


def test_the_work_goes_on_while_we_do_something_else():
    begun, go_on = threading.Event(), threading.Event()

    def work(_: Stop) -> int:
        begun.set()
        assert go_on.wait(10)
        return 7

    with ahead(work) as result:
        assert begun.wait(10)
        go_on.set()
        assert result() == result() == 7


def test_what_it_raises_is_raised_where_the_result_is_wanted():
    def work(_: Stop) -> None:
        raise ValueError("odd")

    with ahead(work) as result:
        time.sleep(0.01)
        with pytest.raises(ValueError, match="odd"):
            result()
    # Who does not want the result does not meet it.
    with ahead(work):
        pass


def test_it_is_stopped_where_something_else_fails():
    begun = threading.Event()
    ended: list[int] = []

    def work(stop: Stop) -> None:
        begun.set()
        ended.append(run(["sleep", "60"], timeout=60, stop=stop).code)

    start = time.monotonic()
    with contextlib.suppress(ValueError), ahead(work):
        assert begun.wait(10)
        raise ValueError("first")
    assert time.monotonic() - start < 30
    assert ended == [-9]
