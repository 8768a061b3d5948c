"""A stop for work of another thread, which waits for something that can be ended."""

import contextlib
import threading
from collections.abc import Callable, Iterator


class Stop:
    """Ends what goes on in its contexts when it is set, and all that begins there later."""

    def __init__(self) -> None:
        """Let things go on."""
        self._lock = threading.Lock()
        self._ends: list[Callable[[], object]] = []
        self._is_set = False

    def set(self) -> None:
        """End all, for ever."""
        with self._lock:
            self._is_set = True
            for end in self._ends:
                end()

    @contextlib.contextmanager
    def calls(self, end: Callable[[], object]) -> Iterator[None]:
        """Have `end` called, by whichever thread, if this is set before the context is left."""
        with self._lock:
            self._ends.append(end)
            if self._is_set:
                end()
        try:
            yield
        finally:
            with self._lock:
                self._ends.remove(end)
