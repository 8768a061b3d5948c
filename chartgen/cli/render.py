"""`chartgen render`."""

import contextlib
import os
from importlib import import_module
from typing import Any, Final

import click

from chartgen.cli import options
from chartgen.core.exitcodes import ExitCode
from chartgen.render.select import select

_MANY: Final = 8
"""From so many scenarios on, starting another engine pays."""
_MOST_ENGINES: Final = 4


@click.command(short_help="Render the chart with Helm's templates, for one or many values files.")
@click.argument("chart", type=options.PLACE, required=False)
@options.values
@options.target
@click.option(
    "--include-crds/--skip-crds", default=False, help="With the CRDs of the chart.  [default: skip]"
)
@click.option(
    "-s", "--show-only", multiple=True, metavar="TEMPLATE", help="Only what these templates render."
)
@click.option("--each", is_flag=True, help="Render each -f as a scenario of its own.")
@click.option(
    "--output-dir",
    type=options.PLACE,
    metavar="DIR",
    help="Write one folder a scenario instead of printing.",
)
@options.registry
@click.pass_context
def command(ctx: click.Context, /, chart: str | None, **given: Any) -> int:
    """Render CHART with Helm's templates, for one or many values files.

    CHART is a folder, a .tgz, oci://…, REPO_URL#name:version or git:REF[:path]; without it, the chart of the
    definition. What is printed is what `helm template` prints.
    """
    with contextlib.ExitStack() as stack:
        engines = [
            stack.enter_context(contextlib.closing(select(ctx.obj["engine"], helm=ctx.obj["helm"])))
            for _ in range(_engine_count(len(given["files"]) if given["each"] else 1))
        ]
        # By name and only now: the engines' processes get ready while the rest is imported.
        import_module("chartgen.cli.rendering").render_all(ctx, engines, chart, given)
    return ExitCode.CLEAN


def _engine_count(scenarios: int) -> int:
    """Say how many engines render side by side."""
    if scenarios < _MANY:
        return 1
    return min(_MOST_ENGINES, os.cpu_count() or 1)
