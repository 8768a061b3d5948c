"""Work that mostly waits for others, such as a program, while we do something else."""

import contextlib
import threading
from collections.abc import Callable, Iterator
from functools import partial
from typing import TypeVar

from chartgen.core.stop import Stop

_T = TypeVar("_T")


def begun(work: Callable[[], _T]) -> Callable[[float | None], _T]:
    """Begin work in a thread, which keeps nobody; give what waits for its result.

    That takes the most seconds to wait, or None, and raises TimeoutError after them, or what the work raised.
    """
    results: list[_T] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            results.append(work())
        except BaseException as error:  # noqa: BLE001 -- it is raised again by whoever waits
            errors.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()

    def result(seconds: float | None) -> _T:
        thread.join(seconds)
        if thread.is_alive():
            raise TimeoutError
        if errors:
            raise errors[0]
        return results[0]

    return result


@contextlib.contextmanager
def ahead(work: Callable[[Stop], _T]) -> Iterator[Callable[[], _T]]:
    """Begin work, and give what waits for its result, or raises what it raised.

    It is stopped where the context is left, and has ended then.
    """
    stop = Stop()
    result = begun(partial(work, stop))
    try:
        yield partial(result, None)
    finally:
        stop.set()
        # What it raised is for whoever wanted the result.
        with contextlib.suppress(Exception):
            result(None)
