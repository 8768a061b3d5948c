"""SARIF 2.1.0, the members of it that code scanning of GitHub reads.

https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning

Paths are relative to %SRCROOT%, the folder in which the program ran, which is not named: a log is the same
wherever it is made. Fingerprints have these paths in them: two charts may have the same finding in files of
the same name. A finding inside an archive stands at the archive, which is the file that a reader has,
without a region; its path in the archive leads the message, and is a logical location.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import Any, Final
from urllib.parse import quote

from chartgen import __version__
from chartgen.core.edit import Edit
from chartgen.core.finding import Finding, Severity
from chartgen.core.go_json import whole_characters
from chartgen.core.location import Location
from chartgen.report import About, Report
from chartgen.report.json import dump
from chartgen.report.message import message_and_hint

_LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_STDIN: Final = ("-", "<stdin>")


_ROOT: Final = "%SRCROOT%"
_MOST_RESULTS: Final = 25_000
"""Code scanning refuses a run with more."""
_EMPHASIS: Final = re.compile(r"\*(\w[\w .]*)\*")
_IN_ARCHIVE: Final = re.compile(r"(.*\.(?:tgz|tar\.gz))/(.+)", re.DOTALL)


def render(report: Report) -> str:
    """Give a log of one run; its category is the verb, so that uploads of two verbs both count."""
    findings = _worst(report.findings)
    worst: dict[str, Severity] = {}
    for finding in findings:
        worst[finding.rule] = max(finding.severity, worst.get(finding.rule, finding.severity))
    rules = [_rule(name, worst[name], report.rules.get(name)) for name in sorted(worst)]
    driver = {"name": "chartgen", "version": __version__, "rules": rules}
    run = {
        "tool": {"driver": driver},
        "automationDetails": {"id": f"chartgen/{report.verb}/"},
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The folder in which chartgen ran."}}},
        "columnKind": "unicodeCodePoints",
        "results": list(_results(findings, sorted(worst), report.fixes)),
    }
    if len(findings) < len(report.findings):
        run["invocations"] = [_invocation(len(report.findings))]
    return dump(
        {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    )


def _worst(findings: Sequence[Finding]) -> Sequence[Finding]:
    """Give as many findings as a run takes, the worst, in the order in which they came."""
    if len(findings) <= _MOST_RESULTS:
        return findings
    order = sorted(range(len(findings)), key=lambda at: -findings[at].severity)
    return [findings[at] for at in sorted(order[:_MOST_RESULTS])]


def _invocation(count: int) -> dict[str, Any]:
    text = f"{count - _MOST_RESULTS:,} of {count:,} findings are left out: a run takes {_MOST_RESULTS:,}"
    notification = {"level": "warning", "message": {"text": text}}
    return {"executionSuccessful": True, "toolExecutionNotifications": [notification]}


def _rule(name: str, level: Severity, about: About | None) -> dict[str, Any]:
    # GitHub wants all three. An id says what the rule is about, a message only what one finding is about.
    words = {"text": about.title if about else name.replace("-", " ")}
    rule: dict[str, Any] = {
        "id": name,
        "shortDescription": words,
        "fullDescription": words,
        "help": words,
        "defaultConfiguration": {"level": _LEVELS[level]},
    }
    if about:
        whole = f"{about.title}\n\n{about.text}"
        rule["help"] = {"text": _EMPHASIS.sub(r"\1", whole), "markdown": whole}
        rule["properties"] = {"tags": list(about.tags)}
    return rule


def _results(
    findings: Sequence[Finding], rules: list[str], fixes: Mapping[Finding, Edit]
) -> Iterator[dict[str, Any]]:
    seen: Counter[str] = Counter()
    indexes = {name: at for at, name in enumerate(rules)}
    for finding in findings:
        identity = _identity(finding)
        seen[identity] += 1
        related = [_location(each) for each in finding.related]
        yield {
            "ruleId": finding.rule,
            "ruleIndex": indexes[finding.rule],
            "level": _LEVELS[finding.severity],
            "message": {"text": _message(finding)},
            "locations": [_location(finding.location)],
            **({"relatedLocations": related} if related else {}),
            **({"fixes": [_fix(fixes[finding])]} if finding in fixes else {}),
            # Not `primaryLocationLineHash`: the upload action computes that from the line itself, and warns
            # of each that is there and differs.
            "partialFingerprints": {"chartgenFinding/v1": f"{identity}:{seen[identity]}"},
        }


def _fix(edit: Edit) -> dict[str, Any]:
    # Without an end in the line, the next line moves up.
    end = (edit.line, edit.end_column) if edit.end_column else (edit.line + 1, 1)
    region = {"startLine": edit.line, "startColumn": edit.column, "endLine": end[0], "endColumn": end[1]}
    replacement = {"deletedRegion": region, "insertedContent": {"text": edit.text}}
    change = {"artifactLocation": _artifact(edit.file), "replacements": [replacement]}
    return {"description": {"text": "What chartgen lint --fix does."}, "artifactChanges": [change]}


def _message(finding: Finding) -> str:
    inside = _IN_ARCHIVE.fullmatch(finding.location.file)
    text = message_and_hint(finding)
    return f"{finding.location._replace(file=inside[2])}: {text}" if inside else text


def _identity(finding: Finding) -> str:
    """Hash all that stays when lines move."""
    place = finding.location
    parts = (finding.rule, place.file, place.values_path, place.object, finding.message)
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]


def _location(place: Location) -> dict[str, Any]:
    inside = _IN_ARCHIVE.fullmatch(place.file)
    physical: dict[str, Any] = {"artifactLocation": _artifact(inside[1] if inside else place.file)}
    region = {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }
    if place.line and not inside:
        physical["region"] = {key: number for key, number in region.items() if number}
    location: dict[str, Any] = {"physicalLocation": physical}
    logical = [
        {"fullyQualifiedName": name, "kind": kind}
        for name, kind in (
            (inside[2] if inside else "", "member"),
            (place.values_path, "property"),
            (place.object, "resource"),
        )
        if name
    ]
    return {**location, "logicalLocations": logical} if logical else location


def _artifact(file: str) -> dict[str, str]:
    """Give the URI of a file: below the root, or an absolute one of an absolute path."""
    if file in _STDIN:
        return {"uri": "stdin"}
    path = PurePath(whole_characters(file))
    if path.is_absolute():
        return {"uri": f"file://{quote(path.as_posix())}"}
    return {"uri": quote(path.as_posix()), "uriBaseId": _ROOT}
