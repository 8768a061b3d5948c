"""Fixes findings by small edits of texts, which keep comments and order.

A fix counts only when the finding is gone and no error has come: after each round of edits all is linted
again, in memory, and edits that do not hold are dropped. Nothing is written here.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from chartgen.core.edit import Edit
from chartgen.core.errors import ChartgenError
from chartgen.core.finding import Finding, Severity

_ROUNDS: Final = 10
"""An edit can make room for another one, but not for ever."""

Key = tuple[str, str, str, str, str]


Fix = Callable[[Finding, Mapping[str, str]], Edit | None]
"""Gives the edit that mends a finding, with the texts of all files; None where a person has to look."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """What came of fixing: the texts that changed, the findings that are left, how many are gone."""

    texts: dict[str, str]
    findings: list[Finding]
    count: int


def fixed(
    texts: Mapping[str, str],
    lint: Callable[[Mapping[str, str]], list[Finding]],
    fixes: Mapping[str, Fix],
) -> Fixed:
    """Fix what can be fixed in texts; `lint` gives the findings of texts, `fixes` the fixes by rule.

    Raises:
        ChartgenError: the texts cannot be linted.
    """
    current, findings, count = dict(texts), lint(texts), 0
    dropped: set[Key] = set()
    for _ in range(_ROUNDS):
        edits = _edits(findings, current, fixes, dropped)
        if not edits:
            break
        edited = {**current, **apply(current, edits.values())}
        try:
            after = lint(edited)
        except ChartgenError:
            dropped.update(map(_key, edits))
            continue
        unsound = _unsound(findings, after, list(edits))
        if unsound:
            dropped |= unsound
            continue
        current, findings, count = edited, after, count + len(edits)
    return Fixed({file: text for file, text in current.items() if text != texts[file]}, findings, count)


def repairs(
    findings: Iterable[Finding], texts: Mapping[str, str], fixes: Mapping[str, Fix]
) -> dict[Finding, Edit]:
    """Give the edit of each finding that has one, for whoever wants to apply them himself."""
    return _edits(findings, texts, fixes, set())


def apply(texts: Mapping[str, str], edits: Iterable[Edit]) -> dict[str, str]:
    """Give the texts that edits change; no two edits may overlap."""
    by_file: dict[str, list[Edit]] = {}
    for edit in edits:
        by_file.setdefault(edit.file, []).append(edit)
    return {file: _edited(texts[file], of_file) for file, of_file in by_file.items()}


def _edited(text: str, edits: Iterable[Edit]) -> str:
    lines = text.split("\n")
    # From the last one, so that the places of the others stay.
    for edit in sorted(edits, reverse=True):
        line = lines[edit.line - 1]
        end = line[edit.end_column - 1 :] if edit.end_column else ""
        lines[edit.line - 1] = line[: edit.column - 1] + edit.text + end
        if not edit.end_column:
            lines[edit.line - 1 : edit.line + 1] = ["".join(lines[edit.line - 1 : edit.line + 1])]
    return "\n".join(lines)


def _edits(
    findings: Iterable[Finding], texts: Mapping[str, str], fixes: Mapping[str, Fix], dropped: set[Key]
) -> dict[Finding, Edit]:
    """Give the edits of one round, at most one a line: the next one may look different after it."""
    edits: dict[Finding, Edit] = {}
    lines: set[tuple[str, int]] = set()
    for finding in findings:
        fix = fixes.get(finding.rule)
        if fix is None or _key(finding) in dropped or finding.location.file not in texts:
            continue
        edit = fix(finding, texts)
        if edit is not None and (edit.file, edit.line) not in lines:
            lines.add((edit.file, edit.line))
            edits[finding] = edit
    return edits


def _unsound(before: Sequence[Finding], after: Sequence[Finding], mended: Sequence[Finding]) -> set[Key]:
    """Give the findings whose edits do not hold: theirs are still there, or there are errors that are new."""
    left = Counter(map(_key, before))
    left.subtract(map(_key, mended))
    now = Counter(map(_key, after))
    stuck = {key for key in map(_key, mended) if now[key] > left[key]}
    is_worse = any(
        finding.severity is Severity.ERROR and now[_key(finding)] > left[_key(finding)] for finding in after
    )
    return {_key(each) for each in mended} if is_worse and not stuck else stuck


def _key(finding: Finding) -> Key:
    # Lines change where one is removed.
    place = finding.location
    return finding.rule, place.file, place.object, place.values_path, finding.message
