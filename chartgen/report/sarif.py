"""SARIF 2.1.0, the members of it that code scanning of GitHub reads.

https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any, Final
from urllib.parse import quote

from chartgen import __version__
from chartgen.core.finding import Finding, Severity
from chartgen.core.go_json import whole_characters
from chartgen.core.location import Location
from chartgen.report import Report
from chartgen.report.json import dump
from chartgen.report.message import message_and_hint

_LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_STDIN: Final = ("-", "<stdin>")


def render(report: Report) -> str:
    """Give a log of one run; its category is the verb, so that uploads of two verbs both count."""
    worst: dict[str, Severity] = {}
    for finding in report.findings:
        worst[finding.rule] = max(finding.severity, worst.get(finding.rule, finding.severity))
    rules = [_rule(name, worst[name]) for name in sorted(worst)]
    driver = {"name": "chartgen", "version": __version__, "rules": rules}
    run = {
        "tool": {"driver": driver},
        "automationDetails": {"id": f"chartgen/{report.verb}/"},
        "columnKind": "unicodeCodePoints",
        "results": list(_results(report.findings, sorted(worst))),
    }
    return dump(
        {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    )


def _rule(name: str, level: Severity) -> dict[str, Any]:
    # GitHub wants all three. An id says what the rule is about, a message only what one finding is about.
    words = {"text": name.replace("-", " ")}
    return {
        "id": name,
        "shortDescription": words,
        "fullDescription": words,
        "help": words,
        "defaultConfiguration": {"level": _LEVELS[level]},
    }


def _results(findings: tuple[Finding, ...], rules: list[str]) -> Iterator[dict[str, Any]]:
    seen: Counter[str] = Counter()
    for finding in findings:
        identity = _identity(finding)
        seen[identity] += 1
        yield {
            "ruleId": finding.rule,
            "ruleIndex": rules.index(finding.rule),
            "level": _LEVELS[finding.severity],
            "message": {"text": message_and_hint(finding)},
            "locations": [_location(finding.location)],
            # Not `primaryLocationLineHash`: the upload action computes that from the line itself, and warns
            # of each that is there and differs.
            "partialFingerprints": {"chartgenFinding/v1": f"{identity}:{seen[identity]}"},
        }


def _identity(finding: Finding) -> str:
    """Hash all that stays when lines move."""
    place = finding.location
    parts = (finding.rule, place.file, place.values_path, place.object, finding.message)
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]


def _location(place: Location) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(place.file)}}
    region = {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }
    if place.line:
        physical["region"] = {key: number for key, number in region.items() if number}
    location: dict[str, Any] = {"physicalLocation": physical}
    logical = [
        {"fullyQualifiedName": name, "kind": kind}
        for name, kind in ((place.values_path, "property"), (place.object, "resource"))
        if name
    ]
    return {**location, "logicalLocations": logical} if logical else location


def _uri(file: str) -> str:
    """Give the relative URI of a file; an absolute one of an absolute path, which GitHub makes relative."""
    path = PurePath("stdin" if file in _STDIN else whole_characters(file))
    return ("file://" if path.is_absolute() else "") + quote(path.as_posix())
