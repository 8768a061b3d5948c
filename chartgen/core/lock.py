"""A lock on a folder, which the kernel drops however its holder ends, so that nothing is left behind."""

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from chartgen.core.errors import InputError, ToolError

_PAUSE: Final = 0.02


@contextlib.contextmanager
def folder_lock(folder: Path, *, timeout: float = 60.0) -> Iterator[None]:
    """Hold the lock of a folder that is there; wait `timeout` seconds for it at most.

    Raises:
        InputError: the folder cannot be opened.
        ToolError: somebody else holds the lock all the time.
    """
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError as error:
        raise InputError(f"cannot be opened: {error.strerror}", where=str(folder)) from error
    try:
        _wait(descriptor, folder, timeout)
        yield
    finally:
        os.close(descriptor)


def _wait(descriptor: int, folder: Path, timeout: float) -> None:
    end = time.monotonic() + timeout
    while not _is_taken(descriptor):
        if time.monotonic() >= end:
            hint = "see who writes to the folder: `fuser -v` names the process"
            raise ToolError(f"another program held the lock for {timeout:g} s", where=str(folder), hint=hint)
        time.sleep(_PAUSE)


def _is_taken(descriptor: int) -> bool:
    with contextlib.suppress(BlockingIOError):
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False
