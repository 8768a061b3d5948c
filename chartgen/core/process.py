"""The one home of subprocesses: every program that we start has a time limit and an output limit.

Each program leads a process group of its own, so that ending it ends its children too, and a Ctrl-C on the
terminal reaches only us.
"""

import contextlib
import os
import selectors
import signal
import struct
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib import import_module
from typing import Any, Final, NamedTuple

from chartgen.core.errors import ToolError
from chartgen.core.stop import Stop

OUTPUT_LIMIT: Final = 256 * 1024 * 1024
"""Most bytes that a program may print, standard output and error together."""
_CHUNK: Final = 128 * 1024
_KEPT_ERRORS: Final = 1024 * 1024
_RESERVED: Final = 3 * 1024**3 // 2
"""Bytes of address space that a program in Go reserves and never uses."""
_SHOWN: Final = 6
_LENGTH: Final = struct.Struct(">Q")


class AbsentError(ToolError):
    """A program is not there."""


class TimeLimitError(ToolError):
    """A program did not end in time and has been killed."""


class Completed(NamedTuple):
    """How a program ended: a negative `code` is the signal that ended it; `err` is its standard error."""

    code: int
    out: bytes
    err: str


def run(  # noqa: PLR0913 -- the options of a program, each by its name
    argv: Sequence[str],
    *,
    timeout: float,
    input: bytes = b"",  # noqa: A002 - the name that subprocess gives it
    memory: int | None = None,
    environment: Mapping[str, str] | None = None,
    stop: Stop | None = None,
    hear: Callable[[bytes], object] | None = None,
) -> Completed:
    """Run a program to its end; it reads `input`, and inherits our environment with `environment` on top.

    `timeout` is in seconds; `memory` is what it may use, in bytes, where the system can limit it. `stop` can
    end it from another thread. `hear` gets at once what it prints, also to standard error.

    Raises:
        ToolError: it is missing (an AbsentError) or cannot be executed, prints more than `OUTPUT_LIMIT`, or
            is out of time (a TimeLimitError).
    """
    started = _started(argv, environment=environment)
    with started as process, (stop or Stop()).calls(partial(_end, process)):
        try:
            if memory is not None:
                _limit_memory(process.pid, memory)
            with contextlib.closing(_Pump(process, time.monotonic() + timeout, hear)) as pump:
                pump.feed(input, close=True)
                while pump.step():
                    if len(pump.out) + len(pump.err) > OUTPUT_LIMIT:
                        problem = f"{argv[0]} printed more than {OUTPUT_LIMIT} bytes"
                        raise ToolError(problem, hint=_by_hand(argv))
                code = process.wait(max(0.0, pump.deadline - time.monotonic()))
        except (TimeoutError, subprocess.TimeoutExpired):
            raise TimeLimitError(f"{argv[0]} did not end within {timeout:g} s", hint=_by_hand(argv)) from None
        finally:
            _end(process)
    return Completed(code, bytes(pump.out), pump.err.decode("utf-8", "replace"))


class ChildLostError(Exception):
    """A child ended (`timed_out` is false) or did not answer in time; either way it is gone now."""

    def __init__(self, *, timed_out: bool, code: int = 0, err: str = "") -> None:
        """Keep the exit code (negative: a signal) and what it wrote to standard error since it was asked."""
        super().__init__("out of time" if timed_out else f"ended with {code}")
        self.timed_out, self.code, self.err = timed_out, code, err


class Child:
    """A program that answers requests over its pipes.

    A request and an answer are each a frame: its length and as much of a body. The body holds any number of
    byte strings, each with its length in front. Lengths are 8 bytes, the highest first.
    """

    def __init__(self, argv: Sequence[str], *, environment: Mapping[str, str] | None = None) -> None:
        """Start it and return at once; `environment` comes on top of ours.

        Raises:
            ToolError: the program is missing or cannot be executed.
        """
        self._process = _started(argv, environment=environment)
        self._pump = _Pump(self._process)
        self._lock = threading.RLock()

    def ask(self, *parts: bytes, timeout: float) -> list[bytes]:
        """Send a request and give the answer, waiting at most `timeout` seconds.

        Raises:
            ChildLostError: it ended, or the time is over and it has been killed.
        """
        with self._lock:
            if self._process.returncode is not None:
                raise ChildLostError(timed_out=False, code=self._process.returncode)
            return self._ask(parts, timeout)

    def _ask(self, parts: Sequence[bytes], timeout: float) -> list[bytes]:
        pump = self._pump
        body = b"".join(_LENGTH.pack(len(part)) + part for part in parts)
        pump.feed(_LENGTH.pack(len(body)) + body)
        pump.deadline = time.monotonic() + timeout
        pump.err.clear()
        try:
            while not pump.has_frame():
                del pump.err[_KEPT_ERRORS:]
                if not pump.step():
                    code = self._process.wait(timeout)
                    raise ChildLostError(timed_out=False, code=code, err=pump.err.decode("utf-8", "replace"))
        except (TimeoutError, subprocess.TimeoutExpired):
            raise ChildLostError(timed_out=True) from None
        finally:
            if not pump.has_frame():
                self.kill()
        return _parts(pump.take_frame())

    def kill(self) -> None:
        """End it by SIGKILL and reap it, from any thread; harmless when it has already ended."""
        _end(self._process)
        # A thread that waits for an answer meets the end of the pipes now: they may close once it is through.
        with self._lock:
            self._pump.close()
            for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
                if pipe:
                    with contextlib.suppress(OSError):
                        pipe.close()


class _Pump:
    """Moves bytes between us and the three pipes of a process; never blocks past `deadline`."""

    def __init__(
        self,
        process: "subprocess.Popen[bytes]",
        deadline: float = 0.0,
        hear: Callable[[bytes], object] | None = None,
    ) -> None:
        self.deadline, self._hear = deadline, hear
        self.out, self.err = bytearray(), bytearray()
        self._input = memoryview(b"")
        self._close_input = self._waits = False
        self._selector = selectors.DefaultSelector()
        self._open = 2
        pipes: list[Any] = [process.stdin, process.stdout, process.stderr]
        for pipe in pipes:
            os.set_blocking(pipe.fileno(), False)
        self._stdin = pipes[0]
        self._selector.register(pipes[1], selectors.EVENT_READ, self.out)
        self._selector.register(pipes[2], selectors.EVENT_READ, self.err)

    def close(self) -> None:
        """Forget the pipes; whoever owns the process closes them."""
        self._selector.close()

    def feed(self, data: bytes, *, close: bool = False) -> None:
        """Queue bytes for the process and write what its pipe takes at once."""
        self._input = memoryview(bytes(self._input) + data)
        self._close_input = close
        self._write()

    def step(self) -> bool:
        """Wait for the pipes and move bytes; false when nothing can come any more.

        Raises:
            TimeoutError: the deadline has passed.
        """
        left = self.deadline - time.monotonic()
        ready = self._selector.select(left) if left > 0 else []
        if not ready:
            raise TimeoutError
        for key, _ in ready:
            if key.data is None:
                self._write()
            elif chunk := os.read(key.fd, _CHUNK):
                key.data.extend(chunk)
                if self._hear is not None:
                    self._hear(chunk)
            else:
                self._selector.unregister(key.fileobj)
                self._open -= 1
        return self._open > 0

    def has_frame(self) -> bool:
        """Say whether a whole frame has arrived."""
        return len(self.out) >= _LENGTH.size and len(self.out) >= self._frame_end()

    def take_frame(self) -> bytes:
        """Give the frame that has arrived."""
        end = self._frame_end()
        with memoryview(self.out) as view:
            frame = bytes(view[_LENGTH.size : end])
        del self.out[:end]
        return frame

    def _frame_end(self) -> int:
        (length,) = _LENGTH.unpack_from(self.out)
        return _LENGTH.size + int(length)

    def _write(self) -> None:
        try:
            # A full pipe takes less than it is offered, or nothing.
            with contextlib.suppress(BlockingIOError):
                self._input = self._input[os.write(self._stdin.fileno(), self._input) :]
        except BrokenPipeError:
            # It does not want to read on; how it ends will say why.
            self._input = memoryview(b"")
        # Most requests fit into the pipe at once and never wait for it.
        if self._input and not self._waits:
            self._selector.register(self._stdin, selectors.EVENT_WRITE)
        elif self._waits and not self._input:
            self._selector.unregister(self._stdin)
        self._waits = bool(self._input)
        if self._close_input and not self._input:
            self._stdin.close()


def _parts(body: bytes) -> list[bytes]:
    parts, position = [], 0
    while position < len(body):
        start = position + _LENGTH.size
        (length,) = _LENGTH.unpack_from(body, position)
        parts.append(body[start : start + length])
        position = start + length
    return parts


def _started(
    argv: Sequence[str], *, environment: Mapping[str, str] | None = None
) -> "subprocess.Popen[bytes]":
    pipe = subprocess.PIPE
    everything = {**os.environ, **environment} if environment else None
    try:
        return subprocess.Popen(  # noqa: S603 - a list, never a shell
            argv, stdin=pipe, stdout=pipe, stderr=pipe, env=everything, start_new_session=True
        )
    except FileNotFoundError as error:
        hint = "install it, or put its folder into PATH"
        raise AbsentError(f"the program {argv[0]} is not there", hint=hint) from error
    except OSError as error:
        hint = "check that it is a program for this machine with the execute permission"
        raise ToolError(f"the program {argv[0]} cannot be started: {error.strerror}", hint=hint) from error


def _limit_memory(pid: int, memory: int) -> None:
    # By name, as shlex: most programs that are run have no limit, and end well.
    resource = import_module("resource")
    if not hasattr(resource, "prlimit"):
        return
    # Go maps memory that it has reserved before, which Linux does not count as data at that moment: without
    # a limit on what is reserved, one allocation of any size would pass.
    limits = {resource.RLIMIT_DATA: memory, resource.RLIMIT_AS: memory + _RESERVED}
    # A program that has already ended has nothing left to limit.
    with contextlib.suppress(ProcessLookupError):
        for kind, limit in limits.items():
            resource.prlimit(pid, kind, (limit, limit))


def _end(process: "subprocess.Popen[bytes]") -> None:
    # The group, not only its leader; when the leader is reaped its number may already be someone else's.
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _by_hand(argv: Sequence[str]) -> str:
    shown = import_module("shlex").join(argv[:_SHOWN])
    return f"try it by hand: {shown}{' ...' if len(argv) > _SHOWN else ''}"
