"""Lines for people, and for editors that look for `file:line:column`."""

from collections.abc import Collection
from typing import Final

from chartgen.core.finding import Finding, Severity
from chartgen.core.visible import visible
from chartgen.report import Report
from chartgen.report.message import message

_COLORS: Final = {Severity.ERROR: 31, Severity.WARNING: 33, Severity.INFO: 36}
"""As ANSI terminals number them: red, yellow, cyan."""


def render(
    report: Report, *, color: bool = False, quiet: bool = False, hidden: Collection[Finding] = ()
) -> str:
    """Give a line for each finding that is not hidden, with its hint below, and a summary unless `quiet`."""
    lines = [entry(finding, color=color) for finding in report.findings if finding not in hidden]
    if not quiet:
        lines.append(_summary(report))
    return "".join(f"{line}\n" for line in lines)


def entry(finding: Finding, *, color: bool = False) -> str:
    """Give `place: severity: message [rule]`, then the hint on a line of its own."""
    severity = f"{finding.severity}:"
    if color:
        severity = f"\x1b[{_COLORS[finding.severity]}m{severity}\x1b[0m"
    place = f"{visible(str(finding.location))}: " if finding.location.file else ""
    text = f"{place}{severity} {visible(message(finding))} [{finding.rule}]"
    return f"{text}\n  hint: {visible(finding.hint)}" if finding.hint else text


def _summary(report: Report) -> str:
    counts = [
        _counted(number, str(severity))
        for severity in sorted(Severity, reverse=True)
        if (number := report.count(severity))
    ]
    return f"{_counted(len(report.inputs), 'file')}: {', '.join(counts) or 'no findings'}"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
