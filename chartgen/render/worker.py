"""The worker process: started early, used for many requests, killed at a limit and started again."""

import sys
import threading
from pathlib import Path
from typing import Final

from chartgen.core.errors import ToolError
from chartgen.core.process import Child, ChildLostError

TIME_LIMIT: Final = 60.0
"""Seconds that one render may take."""
MEMORY_LIMIT: Final = 1024**3
"""Bytes of data that an engine's process may hold."""

_PROGRAM: Final = Path(__file__).with_name("sdk.py")
_START_TIME: Final = 30.0
"""Seconds that a start may take on a machine that has other things to do."""


class Worker:
    """A process that holds Helm's SDK; `chartgen/render/sdk.py` says what it can be asked."""

    def __init__(self, library: Path, *, memory: int = MEMORY_LIMIT) -> None:
        """Start the process, without waiting until it is ready.

        `library` is the wheel's shared library, `memory` what the process may hold, in bytes.

        Raises:
            ToolError: Python cannot be started.
        """
        self._argv = [sys.executable, "-I", "-S", str(_PROGRAM), str(library), str(memory)]
        # Go collects garbage each time its few megabytes have doubled, a fifth of the time of a small render:
        # it shall wait until it holds a twelfth of the limit. Of what it prints when it dies only the first
        # line is wanted. It reads these from the start of the process, nowhere else.
        self._environment = {"GOGC": "off", "GOMEMLIMIT": str(memory // 12), "GOTRACEBACK": "none"}
        self._lock = threading.Lock()
        self._is_closed = False
        self._child: Child | None = self._started()
        self.memory = memory
        self._version = ""
        self.starts = 0
        """How many processes have been ready so far; what an earlier one was told is lost."""

    def ready(self) -> str:
        """Wait until the process is ready, a new one if the last was lost; gives the version of Helm in it.

        Raises:
            ToolError: it does not start, or the worker has been closed.
        """
        if self._version:
            return self._version
        child = self._running()
        try:
            (version,) = child.ask(b"version", timeout=_START_TIME)
        except ChildLostError as lost:
            self._child = None
            reason = f"it {lost}" if lost.timed_out else (lost.err.strip().splitlines() or [str(lost)])[-1]
            hint = "reinstall it with pip install 'chartgen[helm]', or use --engine helm"
            raise ToolError(f"the embedded engine does not start: {reason}", hint=hint) from lost
        self._version = version.decode().removeprefix("v")
        self.starts += 1
        return self._version

    def ask(self, *parts: bytes, seconds: float) -> list[bytes]:
        """Send a request and give the answer.

        Raises:
            ChildLostError: the process has ended, or has been killed after `seconds`.
            ToolError: as `ready`.
        """
        self.ready()
        child = self._running()
        try:
            return child.ask(*parts, timeout=seconds)
        except BaseException:
            # Lost, or interrupted: in both cases the process is gone.
            self._child, self._version = None, ""
            raise

    def _running(self) -> Child:
        """Give the process, a new one if the last was lost."""
        with self._lock:
            if self._is_closed:
                raise ToolError("the embedded engine has been closed")
            self._child = self._child or self._started()
            return self._child

    def _started(self) -> Child:
        return Child(self._argv, environment=self._environment)

    def close(self) -> None:
        """End the process, also from another thread while it works; no new one starts."""
        with self._lock:
            self._is_closed = True
            child, self._child, self._version = self._child, None, ""
        if child:
            child.kill()
