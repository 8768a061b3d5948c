import threading
import time

import pytest

from chartgen.render.threads import lanes, threads


class Engine:
    """Renders until it is closed."""

    def __init__(self):
        self.closed = threading.Event()

    def render(self) -> bool:
        return self.closed.wait(20)

    def close(self):
        self.closed.set()


def test_an_interrupt_closes_the_engines_and_gives_up_what_has_not_begun():
    engines = [Engine(), Engine()]
    begun = []

    def use(engine: Engine) -> bool:
        begun.append(engine)
        return engine.render()

    with pytest.raises(KeyboardInterrupt), threads(2, engines) as pool:  # noqa: PT012 -- what has begun matters
        jobs = [pool.submit(use, engine) for engine in (*engines, *engines)]
        while len(begun) < 2:
            pass
        raise KeyboardInterrupt
    assert [job.cancelled() for job in jobs] == [False, False, True, True]
    assert jobs[0].result()
    assert jobs[1].result()


def test_an_error_waits_for_what_has_begun_and_leaves_the_engines_to_others():
    engine, goes_on = Engine(), threading.Event()
    with pytest.raises(ValueError, match="no"), threads(1, [engine]) as pool:  # noqa: PT012 -- as above
        jobs = [pool.submit(goes_on.wait, 20), pool.submit(goes_on.wait, 20)]
        while not jobs[0].running():
            pass
        threading.Timer(0.1, goes_on.set).start()
        raise ValueError("no")
    assert jobs[0].result()
    assert jobs[1].cancelled()
    assert not engine.closed.is_set()


def test_without_an_error_all_is_done():
    engine = Engine()
    with threads(1, [engine]) as pool:
        jobs = [pool.submit(int, text) for text in "123"]
    assert [job.result() for job in jobs] == [1, 2, 3]
    assert not engine.closed.is_set()


def test_lanes_end_though_one_waits_for_another():
    engines = [Engine(), Engine()]
    with pytest.raises(KeyboardInterrupt), lanes(engines) as (first, second):  # noqa: PT012 -- as above
        assert [first.engine, second.engine] == engines
        begun = threading.Event()
        slow = first.pool.submit(lambda: begun.set() or first.engine.render())
        second.pool.submit(slow.result)
        begun.wait(20)
        start = time.monotonic()
        raise KeyboardInterrupt
    assert slow.result()
    assert time.monotonic() - start < 10
