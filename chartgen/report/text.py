"""Lines for people, and for editors that look for `file:line:column`."""

from collections.abc import Collection, Iterator
from typing import Final

from chartgen.core.finding import Finding, Severity
from chartgen.core.visible import visible
from chartgen.report import Report, Source
from chartgen.report.excerpt import excerpt
from chartgen.report.message import message

_COLORS: Final = {Severity.ERROR: 31, Severity.WARNING: 33, Severity.INFO: 36}
"""As ANSI terminals number them: red, yellow, cyan."""
_MOST_SCENARIOS: Final = 3


def render(  # noqa: PLR0913 -- as `chartgen.report.render`
    report: Report,
    *,
    color: bool = False,
    quiet: bool = False,
    hidden: Collection[Finding] = (),
    source: Source | None = None,
    width: int | None = None,
) -> str:
    """Give a line for each finding that is not hidden, with its hint below, and a summary unless `quiet`.

    `source` gives lines of files, None for those that cannot be read. What it gives stands below the first
    finding of each place, cut to `width` cells, unless `quiet`, and the scenarios of a finding where not all
    have the same.
    """
    found = [finding for finding in report.findings if finding not in hidden]
    if source is None or quiet:
        lines = [entry(finding, color=color) for finding in found]
    else:
        lines = list(_with_source(found, source, color=color, width=width))
    if not quiet:
        lines.append(_summary(report))
    return "".join(f"{line}\n" for line in lines)


def entry(finding: Finding, *, color: bool = False) -> str:
    """Give `place: severity: message [rule]`, then hint and related values, each on a line of its own."""
    return "\n".join([_head(finding, color=color), *_below(finding)])


def _head(finding: Finding, *, color: bool) -> str:
    severity = f"{finding.severity}:"
    if color:
        severity = f"\x1b[{_COLORS[finding.severity]}m{severity}\x1b[0m"
    place = f"{visible(str(finding.location))}: " if finding.location.file else ""
    return f"{place}{severity} {visible(message(finding))} [{finding.rule}]"


def _below(finding: Finding) -> Iterator[str]:
    """Yield the hint, and the values that made what is wrong."""
    if finding.hint:
        yield f"  hint: {visible(finding.hint)}"
    for each in finding.related:
        yield f"  value: {visible(f'{each} {each.values_path}'.rstrip())}"


def _with_source(
    found: Collection[Finding], source: Source, *, color: bool, width: int | None
) -> Iterator[str]:
    """Yield the lines of findings, and an empty one behind those of a place."""
    differ = len({finding.scenarios for finding in found}) > 1
    before: tuple[object, ...] = ()
    for finding in found:
        place = finding.location
        region = place.file, place.line, place.column, place.end_line, place.end_column
        if before and region != before:
            yield ""
        yield _head(finding, color=color)
        line = source(place.file, place.line) if place.line and region != before else None
        if line is not None:
            shade = _COLORS[finding.severity] if color else None
            yield from excerpt(place, line, color=shade, width=width)
        yield from _below(finding)
        if differ and finding.scenarios:
            yield f"  in: {_scenarios(finding.scenarios)}"
        before = region
    if before:
        yield ""


def _scenarios(names: tuple[str, ...]) -> str:
    rest = len(names) - _MOST_SCENARIOS
    shown = visible(", ".join(names[:_MOST_SCENARIOS]))
    return f"{shown} and {rest} more" if rest > 0 else shown


def _summary(report: Report) -> str:
    counts = [
        _counted(number, str(severity))
        for severity in sorted(Severity, reverse=True)
        if (number := report.count(severity))
    ]
    branches = ""
    entered, total = report.branches or (0, 0)
    if total:
        branches = f"; scenarios enter {entered} of {_counted(total, 'branch')}"
    return f"{_counted(len(report.inputs), 'file')}: {', '.join(counts) or 'no findings'}{branches}"


def _counted(number: int, noun: str) -> str:
    plural = f"{noun}es" if noun.endswith("ch") else f"{noun}s"
    return f"{number} {noun if number == 1 else plural}"
