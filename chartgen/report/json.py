"""JSON with all that is known of each finding, as `schemas/report.schema.json` describes it."""

import json
from collections.abc import Mapping
from typing import Any

from chartgen import __version__
from chartgen.core.finding import Severity
from chartgen.core.go_json import whole_characters
from chartgen.report import Report


def render(report: Report) -> str:
    """Give a report with its findings."""
    summary: dict[str, Any] = {
        **{str(severity): report.count(severity) for severity in sorted(Severity, reverse=True)},
        "inputs": list(report.inputs),
    }
    if report.branches:
        summary["branches"] = dict(zip(("entered", "total"), report.branches, strict=True))
    return envelope(report.verb, summary, findings=[finding.to_json() for finding in report.findings])


def envelope(verb: str, summary: Mapping[str, Any], **content: Any) -> str:
    """Write what all JSON of this tool has around its `findings` or its `result`."""
    tool = {"name": "chartgen", "version": __version__}
    return dump({"schemaVersion": 1, "tool": tool, "verb": verb, "summary": summary, **content})


def dump(value: Any) -> str:
    """Write JSON that every reader takes, and that a terminal may show.

    Many readers refuse halves of characters, escaped ones too. What is not printable is escaped.
    """
    lines = whole_characters(json.dumps(value, ensure_ascii=False, indent=2)).split("\n")
    return "\n".join([*map(_escaped, lines), ""])


def _escaped(line: str) -> str:
    if line.isprintable():
        return line
    return "".join(letter if letter.isprintable() else json.dumps(letter)[1:-1] for letter in line)
