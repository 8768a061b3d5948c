import re
import signal
import threading
import time

import pytest

from chartgen.core.time_limit import time_limit

ENDLESS = ("(a+)+$", "a" * 60 + "!")


def test_a_regular_expression_is_ended():
    start = time.monotonic()
    with pytest.raises(TimeoutError), time_limit(0.2):
        re.search(*ENDLESS)
    assert time.monotonic() - start < 5


def test_what_is_quick_leaves_nothing_behind():
    def mine(*_: object) -> None:
        raise AssertionError

    before = signal.signal(signal.SIGALRM, mine)
    try:
        with time_limit(0.05):
            pass
        assert signal.getsignal(signal.SIGALRM) is mine
        time.sleep(0.1)
    finally:
        signal.signal(signal.SIGALRM, before)


def test_a_system_without_timers_goes_without(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delattr(signal, "setitimer")
    with time_limit(0.01):
        pass


def test_an_error_inside_leaves_nothing_behind_either():
    with pytest.raises(KeyError), time_limit(0.05):
        raise KeyError
    time.sleep(0.1)


def test_another_thread_goes_without():
    done = []

    def work() -> None:
        with time_limit(0.01):
            time.sleep(0.05)
        done.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done
