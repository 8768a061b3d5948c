"""Turns findings into text for people and for machines; one module a format, which knows no rules.

Nothing here prints, reads or writes: a report goes in, a text comes out. Every text can be written as UTF-8,
whatever the findings quote.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Final

from chartgen.core.finding import Finding, Severity

FORMATS: Final[Mapping[str, str]] = {
    "text": "lines for people",
    "json": "all that is known, as schemas/report.schema.json describes it",
    "sarif": "SARIF 2.1.0 for code scanning",
    "junit": "JUnit XML, a test case for each input",
    "github": "annotations in GitHub workflows",
}
"""Each format with what it is; its module has the same name."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a verb found, as `collect` makes it: findings sorted and without repetition.

    `inputs` are the names of what was checked, in order, as the locations of findings name them: a file, or
    a folder with the files below it.
    """

    verb: str
    findings: tuple[Finding, ...]
    inputs: tuple[str, ...]

    def count(self, severity: Severity) -> int:
        """Count the findings of exactly this severity."""
        return sum(finding.severity == severity for finding in self.findings)


def collect(verb: str, findings: Iterable[Finding], inputs: Iterable[str]) -> Report:
    """Make a report that does not depend on the order in which findings came.

    Those that say the same of the same place are one: with the worst severity and all their scenarios.
    """
    merged: dict[tuple[object, ...], Finding] = {}
    for finding in sorted(findings):
        key = finding.location, finding.rule, finding.message
        known = merged.get(key, finding)
        merged[key] = replace(
            known,
            severity=max(known.severity, finding.severity),
            hint=known.hint or finding.hint,
            scenarios=tuple(sorted({*known.scenarios, *finding.scenarios})),
        )
    return Report(verb, tuple(sorted(merged.values())), tuple(dict.fromkeys(inputs)))


def render(
    report: Report,
    name: str,
    *,
    color: bool = False,
    quiet: bool = False,
    hidden: Collection[Finding] = (),
) -> str:
    """Give a report in the format of this name, one of `FORMATS`; its lines end with a line end.

    Only text has colours, a summary that `quiet` leaves out, and findings that it counts but does not show.
    """
    options = {"color": color, "quiet": quiet, "hidden": hidden} if name == "text" else {}
    # By name: a run needs one or two of the formats.
    rendered: str = import_module(f"{__name__}.{name}").render(report, **options)
    return rendered
