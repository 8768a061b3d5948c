"""Workflow commands of GitHub Actions, which show findings as annotations beside the lines of a change."""

from typing import Final

from chartgen.core.finding import Finding, Severity
from chartgen.core.visible import visible
from chartgen.report import Report
from chartgen.report.message import message_and_hint

_COMMANDS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}

# The runner reads a command up to the end of the line, and its properties up to `,` and `::`.
_DATA: Final = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY: Final = {**_DATA, **str.maketrans({":": "%3A", ",": "%2C"})}


def render(report: Report) -> str:
    """Give a command for each finding, escaped as in text; there is none for a summary."""
    return "".join(f"{_command(finding)}\n" for finding in report.findings)


def _command(finding: Finding) -> str:
    place = finding.location
    known = {"file": visible(place.file), "line": place.line, "col": place.column, "title": finding.rule}
    properties = ",".join(f"{key}={str(value).translate(_PROPERTY)}" for key, value in known.items() if value)
    return f"::{_COMMANDS[finding.severity]} {properties}::{message_and_hint(finding).translate(_DATA)}"
