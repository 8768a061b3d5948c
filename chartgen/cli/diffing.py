"""What `chartgen diff` does once its engines are starting."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from chartgen.chart.reference import load
from chartgen.chart.scenarios import Scenario, read
from chartgen.cli import reporting
from chartgen.cli.access import access
from chartgen.cli.progress import Progress
from chartgen.cli.project import configured_chart
from chartgen.cli.reporting import Output
from chartgen.cli.scenarios import names, read_stdin
from chartgen.core.errors import UsageError
from chartgen.core.visible import visible
from chartgen.core.yaml import read_bytes
from chartgen.diff import result_json, result_markdown, result_text
from chartgen.diff.compare import Compared, compare
from chartgen.render.engine import Engine, Release, check_release_name
from chartgen.render.scenario import Target
from chartgen.report.json import envelope


def tell(
    ctx: click.Context,
    engines: Sequence[Engine],
    references: tuple[str, str | None],
    given: Mapping[str, Any],
) -> bool:
    """Compare the charts of a command line and report; say whether they differ."""
    check_release_name(given["release_name"])
    further = list(_given(given["files"]))
    hosts = access(given)
    old, new = load(references[0], hosts), load(references[1] or configured_chart(ctx), hosts)
    release = Release(given["release_name"], given["namespace"])
    progress = Progress(quiet=ctx.obj["quiet"])
    compared = compare(
        old,
        new,
        engines,
        Target(release, given["kube_version"], given["api_versions"]),
        given=further,
        progress=lambda done, total: progress.show(f"{done} of {total} scenarios"),
    )
    progress.clear()
    if compared.scenarios and not compared.rendered and not ctx.obj["quiet"]:
        reason = f": {visible(compared.failure)}" if compared.failure else ""
        click.echo(
            f"warning: no scenario renders with both charts, no objects are compared{reason}", err=True
        )
        click.echo("  hint: give the values that they need with -f", err=True)
    reporting.write(given["outputs"], lambda output: _rendered(ctx, compared, output))
    return compared.verdict.part is not None


def _given(files: Sequence[str]) -> Iterator[Scenario]:
    """Read the values files of the command line, each as a scenario."""
    if files.count("-") > 1:
        raise UsageError("standard input can be read once", where="-f", hint="give one of the files a name")
    for file, name in zip(files, names([[file] for file in files]), strict=True):
        yield read(read_stdin() if file == "-" else read_bytes(Path(file)), file, name)


def _rendered(ctx: click.Context, compared: Compared, output: Output) -> str:
    if output.name == "json":
        return envelope("diff", result_json.summary(compared), result=result_json.result(compared))
    if output.name == "markdown":
        return result_markdown.render(compared)
    is_terminal = output.file is None and sys.stdout.isatty()
    color = is_terminal if output.file or ctx.color is None else ctx.color
    return result_text.render(compared, color=color, quiet=ctx.obj["quiet"])
