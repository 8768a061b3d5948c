"""`chartgen render`."""

import contextlib
from importlib import import_module
from typing import Any

import click

from chartgen.cli import options
from chartgen.core.exitcodes import ExitCode
from chartgen.render.select import select


@click.command(short_help="Render the chart with Helm's templates, for one or many values files.")
@click.argument("chart", required=False)
@options.values
@options.target
@click.option(
    "--include-crds/--skip-crds", default=False, help="With the CRDs of the chart.  [default: skip]"
)
@click.option(
    "-s", "--show-only", multiple=True, metavar="TEMPLATE", help="Only what these templates render."
)
@click.option("--each", is_flag=True, help="Render each -f as a scenario of its own.")
@click.option("--output-dir", metavar="DIR", help="Write one folder a scenario instead of printing.")
@click.pass_context
def command(ctx: click.Context, /, chart: str | None, **given: Any) -> int:
    """Render CHART with Helm's templates, for one or many values files.

    CHART is a folder, a .tgz, or git:REF[:path]; without it, the chart of the definition. What is printed
    is what `helm template` prints.
    """
    with contextlib.closing(select(ctx.obj["engine"], helm=ctx.obj["helm"])) as engine:
        # By name and only now: the engine's process gets ready while the rest is imported.
        import_module("chartgen.cli.rendering").render_all(ctx, engine, chart, given)
    return ExitCode.CLEAN
