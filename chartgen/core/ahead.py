"""Work that mostly waits for others, such as a program, while we do something else."""

import contextlib
import threading
from collections.abc import Callable, Iterator
from typing import TypeVar

from chartgen.core.stop import Stop

_T = TypeVar("_T")


@contextlib.contextmanager
def ahead(work: Callable[[Stop], _T]) -> Iterator[Callable[[], _T]]:
    """Begin work in a thread, and give what waits for its result, or raises what it raised.

    It is stopped where the context is left, and has ended then.
    """
    stop = Stop()
    results: list[_T] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            results.append(work(stop))
        except BaseException as error:  # noqa: BLE001 -- it is raised again by whoever waits
            errors.append(error)

    thread = threading.Thread(target=run)
    thread.start()

    def result() -> _T:
        thread.join()
        if errors:
            raise errors[0]
        return results[0]

    try:
        yield result
    finally:
        stop.set()
        thread.join()
