"""`chartgen lint`."""

import gc
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import click

from chartgen.cli import (
    explaining,
    lint_inputs,
    lint_options,
    lint_outputs,
    network_options,
    options,
    reporting,
)
from chartgen.cli.lint_inputs import Input
from chartgen.cli.lint_selection import Selection
from chartgen.cli.reporting import Output
from chartgen.cli.source_lines import line_of
from chartgen.core.finding import Finding
from chartgen.lint.branches import Outcome
from chartgen.lint.fix import fixed, repairs
from chartgen.lint.fixes import FIXES
from chartgen.report import Report, collect

# In seconds; a tenth of what Python takes else.
_SWITCH_INTERVAL = 0.0005


@click.command(short_help="Lint a chart in all its scenarios, or manifests.")
@click.argument("paths", type=options.PLACE, nargs=-1, metavar="[CHART | FILE...]")
@lint_options.rules
@lint_options.selection
@options.values
@click.option("--each", is_flag=True, help="Lint each -f as a scenario of its own.")
@lint_options.cluster
@network_options.versions
@network_options.cluster_ranges
@options.registry
@reporting.options
@click.pass_context
def command(ctx: click.Context, /, paths: tuple[str, ...], **given: Any) -> int:
    """Lint a chart, or plain manifests.

    CHART is a folder, a .tgz, oci://…, REPO_URL#name:version or git:REF[:path]; without it, the chart of the
    configuration, or the one in the working directory. It is rendered with its defaults, with each file
    ci/*-values.yaml, with those of the configuration, and with the values given here, for each Kubernetes
    version; findings stand at the line of the template that wrote what is wrong. FILEs are manifests in YAML
    or JSON, folders of them, pipes, or - for standard input.

    The section lint of chartgen.yaml configures all this: of the one that --config names, else of the nearest
    in or above the chart's folder, or, where the chart is no folder, in or above the working directory.
    Options win over it. A comment `# chartgen: ignore[RULE] REASON` accepts what RULE finds in its line, or
    in the next one if it stands alone.
    """
    # What is read and found lives to the end; a few collections stay for what does not.
    gc.set_threshold(500_000, 20, 50)
    # Threads that feed engines must not wait long for one that looks at objects: the engine would be idle.
    sys.setswitchinterval(_SWITCH_INTERVAL)
    paths, given["files"] = (tuple(map(options.from_here, each)) for each in (paths, given["files"]))
    with lint_inputs.engines(ctx, paths) as engines:
        config = lint_options.configuration(ctx, paths, given)
        source = lint_inputs.read(ctx, paths, given, config, engines)
        lint_outputs.check(source, given, config.baseline)
        selection = Selection(source, config, given)
        findings, outcome = _lint(ctx, source, selection, fix=given["fix"])
    report = _report(source, findings, outcome, fix=given["fix"])
    hidden = _beyond(report.findings, given["max_findings"])
    try:
        if given["coverage"]:
            lint_inputs.write_listing(given["coverage"], source, outcome)
    finally:
        # Files may have been fixed: whoever asked for that wants to know what is left.
        reporting.emit(ctx, report, given["outputs"], told=hidden, source=line_of)
    if not ctx.obj["quiet"]:
        _tell(selection, len(hidden), given["outputs"])
    return reporting.exit_code(report.findings, given["fail_on"])


def _report(source: Input, findings: Sequence[Finding], outcome: Outcome | None, *, fix: bool) -> Report:
    """Give what was found, how much scenarios cover, and what --fix would do unless it was done."""
    report = collect("lint", findings, source.names, explaining.about())
    if outcome:
        report = replace(report, branches=(outcome.entered, outcome.total))
    return report if fix else replace(report, fixes=repairs(report.findings, source.texts, FIXES))


def _lint(
    ctx: click.Context, source: Input, selection: Selection, *, fix: bool
) -> tuple[list[Finding], Outcome | None]:
    """Give the findings that are told, and what scenarios cover; say what was written."""
    texts = source.texts
    linted = source.lint(texts)

    def told(edited: Mapping[str, str]) -> list[Finding]:
        return selection.select((linted if edited == texts else source.lint(edited)).findings)

    if fix:
        result = fixed(texts, told, FIXES)
        lint_inputs.write(result.texts)
        findings, done = result.findings, f"{result.count} fixed"
    else:
        done = selection.write_baseline(linted.findings)
        findings = selection.select(linted.findings)
    if done and not ctx.obj["quiet"]:
        click.echo(done, err=True)
    return findings, linted.outcome


def _tell(selection: Selection, hidden: int, outputs: Sequence[Output]) -> None:
    """Say on standard error what became of the baseline, and what text that is printed leaves out."""
    selection.tell()
    if hidden and any(output.name == "text" and not output.file for output in outputs):
        click.echo(f"{hidden} more are not shown", err=True)


def _beyond(findings: Sequence[Finding], most: int | None) -> frozenset[Finding]:
    """Give the findings that are too many, the least bad ones."""
    if most is None:
        return frozenset()
    worst = sorted(findings, key=lambda finding: -finding.severity)
    return frozenset(worst[most:])
