"""The exit codes of every verb: the only place where their numbers live."""

from enum import IntEnum


class ExitCode(IntEnum):
    """What a run tells its caller; scripts and CI depend on these numbers."""

    CLEAN = 0
    """Done, nothing to report."""
    FINDINGS = 1
    """Findings at or above the threshold, drift, or a difference that was asked for."""
    USAGE = 2
    """The command line is wrong."""
    INPUT = 3
    """An input is unreadable or refused by its schema, or a template failed."""
    TOOL = 4
    """A program or service is missing, failing, crashing or out of time."""
    REFUSED = 5
    """Doing it would lose something."""
    BUG = 70
    """A mistake of ours (EX_SOFTWARE of sysexits.h)."""
    INTERRUPTED = 130
    """Stopped by the user (128 + SIGINT)."""
