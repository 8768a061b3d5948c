"""`chartgen init`."""

import re
from pathlib import Path

import click

from chartgen.cli.options import PLACE
from chartgen.core.config import FILE_NAME
from chartgen.core.errors import RefusedError, UsageError
from chartgen.core.exitcodes import ExitCode
from chartgen.core.files import write_set
from chartgen.generate.init import definition_text
from chartgen.model import catalogue

_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", re.ASCII)
_LONGEST = 53


@click.command(short_help="Write a commented definition for a chart of your own.")
@click.argument("directory", type=PLACE, default=".", metavar="[FOLDER]")
@click.option("--name", default="pod-networks", show_default=True, help="The name of your chart.")
@click.pass_context
def command(ctx: click.Context, directory: str, name: str) -> int:
    """Write a commented definition, chartgen.yaml, for a chart of your own into FOLDER.

    A definition that is already there is never overwritten.
    """
    if not _NAME.fullmatch(name) or len(name) > _LONGEST:
        raise UsageError(
            f"{name!r} cannot be the name of a chart",
            where="--name",
            hint=f"use at most {_LONGEST} small letters, digits and dashes, a letter first",
        )
    target = Path(directory) / FILE_NAME
    if target.exists() or target.is_symlink():
        raise RefusedError("exists already", where=str(target), hint="choose another folder, or move it away")
    write_set(Path(directory), {FILE_NAME: definition_text(name, catalogue.load()).encode()})
    if not ctx.obj["quiet"]:
        click.echo(f"{target} written; edit it, then run: chartgen --config {target} generate", err=True)
    return ExitCode.CLEAN
