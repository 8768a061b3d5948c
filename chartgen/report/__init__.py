"""Turns findings into text for people and for machines; one module a format, which knows no rules.

Nothing here prints, reads or writes: a report goes in, a text comes out. Every text can be written as UTF-8,
whatever the findings quote.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from importlib import import_module
from typing import Final

from chartgen.core.edit import Edit
from chartgen.core.finding import Finding, Severity

FORMATS: Final[Mapping[str, str]] = {
    "text": "lines for people",
    "json": "all that is known, as schemas/report.schema.json describes it",
    "sarif": "SARIF 2.1.0 for code scanning",
    "junit": "JUnit XML, a test case for each input",
    "github": "annotations in GitHub workflows",
}
"""Each format with what it is; its module has the same name."""


Source = Callable[[str, int], str | None]
"""Gives a line, counted from 1, of a file as locations name it; None if it cannot be read."""


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a rule: one sentence, the rest in Markdown, and words to filter by."""

    title: str
    text: str
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """What a verb found, as `collect` makes it: findings sorted and without repetition.

    `inputs` are the names of what was checked, in order, as the locations of findings name them: a file, or
    a folder with the files below it. `rules` tell of the rules that have pages. `branches` are how many of
    how many branches of a chart its scenarios enter, where that was asked. `fixes` are edits that mend some
    of the findings.
    """

    verb: str
    findings: tuple[Finding, ...]
    inputs: tuple[str, ...]
    rules: Mapping[str, About] = field(default_factory=dict)
    branches: tuple[int, int] | None = None
    fixes: Mapping[Finding, Edit] = field(default_factory=dict)

    def count(self, severity: Severity) -> int:
        """Count the findings of exactly this severity."""
        return sum(finding.severity == severity for finding in self.findings)


def collect(
    verb: str, findings: Iterable[Finding], inputs: Iterable[str], rules: Mapping[str, About] | None = None
) -> Report:
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
            related=tuple(sorted({*known.related, *finding.related})),
        )
    return Report(verb, tuple(sorted(merged.values())), tuple(dict.fromkeys(inputs)), rules or {})


def render(  # noqa: PLR0913 -- the options of text, each by its name
    report: Report,
    name: str,
    *,
    color: bool = False,
    quiet: bool = False,
    hidden: Collection[Finding] = (),
    source: Source | None = None,
    width: int | None = None,
) -> str:
    """Give a report in the format of this name, one of `FORMATS`; its lines end with a line end.

    Only text has colours, lines of `source`, cut to the `width` of a terminal, a summary that `quiet` leaves
    out, and findings that it counts but does not show.
    """
    options: dict[str, object] = {}
    if name == "text":
        options = {"color": color, "quiet": quiet, "hidden": hidden, "source": source, "width": width}
    # By name: a run needs one or two of the formats.
    rendered: str = import_module(f"{__name__}.{name}").render(report, **options)
    return rendered
