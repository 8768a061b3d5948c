"""Tells on a terminal how far long work has come."""

import sys
import time
from collections.abc import Callable
from typing import Final

import click

_PATIENCE: Final = 1.0
_PAUSE: Final = 0.25


class Progress:
    """A line on standard error that is written over; nothing before a second, nothing where nobody looks."""

    def __init__(self, *, quiet: bool, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin to count the time."""
        self._is_wanted = not quiet and sys.stderr is not None and sys.stderr.isatty()
        self._clock = clock
        self._next = clock() + _PATIENCE
        self._width = 0

    def show(self, text: str) -> None:
        """Show a state, if it is time for one."""
        if not self._is_wanted or self._clock() < self._next:
            return
        self._write(text)
        self._next = self._clock() + _PAUSE

    def clear(self) -> None:
        """Take the line away."""
        if self._width:
            self._write("")
            click.echo("\r", err=True, nl=False)
            self._width = 0

    def _write(self, text: str) -> None:
        click.echo(f"\r{text:{self._width}}", err=True, nl=False)
        self._width = len(text)
