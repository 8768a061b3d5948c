"""Threads that work with engines."""

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import NamedTuple

from chartgen.render.engine import Engine


class Lane(NamedTuple):
    """An engine, and the one thread that works with it, one thing after the other."""

    engine: Engine
    pool: Executor


@contextlib.contextmanager
def threads(count: int, engines: Iterable[Engine]) -> Iterator[ThreadPoolExecutor]:
    """Give a pool of threads that use engines; on an error, what has not begun is given up.

    Ctrl-C closes the engines too: that ends what they render, for which nobody wants to wait any more.
    """
    with ThreadPoolExecutor(count) as pool, contextlib.ExitStack() as at_exit:
        try:
            yield pool
        except BaseException as error:
            pool.shutdown(wait=False, cancel_futures=True)
            if isinstance(error, KeyboardInterrupt):
                for engine in engines:
                    at_exit.callback(engine.close)
            raise


@contextlib.contextmanager
def lanes(engines: Sequence[Engine]) -> Iterator[list[Lane]]:
    """Give each engine a thread, as `threads` does; Ctrl-C closes all: one thread may wait for another."""
    with contextlib.ExitStack() as stack:
        yield [Lane(engine, stack.enter_context(threads(1, engines))) for engine in engines]
