"""`chartgen generate`."""

import contextlib
from pathlib import Path

import click

from chartgen.chart.reference import chart_of
from chartgen.cli.defaults import check_defaults
from chartgen.cli.options import PLACE
from chartgen.cli.project import config_path
from chartgen.core.exitcodes import ExitCode
from chartgen.core.files import remove
from chartgen.core.lock import folder_lock
from chartgen.generate.chart import chart_files
from chartgen.generate.output import difference, drift, write
from chartgen.model import catalogue
from chartgen.model.definition_file import read_definition
from chartgen.model.notes import leftovers
from chartgen.model.record import unnamed


@click.command(short_help="Write the chart from its definition, or check that it is up to date.")
@click.option("--check", is_flag=True, help="Write nothing; print the difference and exit 1 if there is one.")
@click.option("--output", type=PLACE, metavar="DIR", help="The chart's folder.  [default: the definition's]")
@click.option("--definition", type=PLACE, metavar="FILE", help="The same as `chartgen --config FILE`.")
@click.pass_context
def command(ctx: click.Context, check: bool, output: str | None, definition: str | None) -> int:
    """Write the chart from its definition, or check that it is up to date.

    A `bump` that was killed is brought to its end. Files that are no longer part of the chart are removed. A
    folder that holds other files than the chart's is refused. Defaults that the chart's templates refuse
    are refused too, where there is an engine to ask them.
    """
    path = config_path(ctx, definition)
    # A bump in between would leave what it writes first to be removed here as what nothing names.
    with contextlib.nullcontext() if check else folder_lock(path.parent):
        return _generate(ctx, path, output, check=check)


def _generate(ctx: click.Context, path: Path, output: str | None, *, check: bool) -> int:
    wanted = read_definition(path)
    directory = Path(output) if output else path.parent / wanted.directory
    files = chart_files(wanted, catalogue.load())
    if wanted.defaults:
        check_defaults(ctx, wanted, chart_of(str(directory), files))
    folder = path.parent
    left = [
        str(each.relative_to(folder))
        for each in (*leftovers(folder, wanted), *unnamed(folder, wanted.upstream))
    ]
    if check:
        found = drift(directory, files) + difference(folder, left, {})
        click.echo(found, nl=False)
        return ExitCode.FINDINGS if found else ExitCode.CLEAN
    written, removed = write(directory, files)
    remove(folder, left)
    if not ctx.obj["quiet"]:
        click.echo(
            f"{directory}: {len(files)} files, {len(written)} written, {len(removed) + len(left)} removed",
            err=True,
        )
    return ExitCode.CLEAN
