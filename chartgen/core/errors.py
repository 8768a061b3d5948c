"""Errors that a user can do something about.

ChartgenError
├── UsageError    exit 2
├── InputError    exit 3
├── ToolError     exit 4
└── RefusedError  exit 5

Findings are never raised. Only `cli` turns an error into text and a code; where one input of several is at
fault, `validate.failure` makes a finding of its error.
"""

from typing import ClassVar

from chartgen.core.exitcodes import ExitCode
from chartgen.core.location import Location


class ChartgenError(Exception):
    """A problem with its place and, where we know one, the next thing to try."""

    exit_code: ClassVar[ExitCode] = ExitCode.BUG

    def __init__(self, problem: str, *, where: Location | str | None = None, hint: str = "") -> None:
        """Say `problem` without its place; `where` is a location, a path or the name of an option."""
        super().__init__(problem)
        self.problem = problem
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        """Give `place: problem`, then the hint on a line of its own."""
        text = f"{self.where}: {self.problem}" if self.where else self.problem
        return f"{text}\n  hint: {self.hint}" if self.hint else text


class UsageError(ChartgenError):
    """The command line asks for something that makes no sense."""

    exit_code = ExitCode.USAGE


class InputError(ChartgenError):
    """An input cannot be read, its schema refuses it, or a template failed on it."""

    exit_code = ExitCode.INPUT


class ToolError(ChartgenError):
    """A program or service is missing, failing, crashing or out of time."""

    exit_code = ExitCode.TOOL


class RefusedError(ChartgenError):
    """Going on would overwrite or lose something."""

    exit_code = ExitCode.REFUSED
