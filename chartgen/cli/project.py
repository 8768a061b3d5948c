"""Finds the definition that a command line means."""

from pathlib import Path

import click

from chartgen.core.config import FILE_NAME
from chartgen.core.errors import InputError, UsageError


def config_path(ctx: click.Context, definition: str | None = None) -> Path:
    """Give the path of the definition: `--config`, its other name `--definition`, or the nearest one above.

    Raises:
        UsageError: both options are given.
        InputError: there is none here or above.
    """
    given: str | None = ctx.obj["config"]
    if given and definition:
        raise UsageError("--config and --definition name the same thing", hint="give one of them")
    named = given or definition
    if named:
        return Path(named)
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / FILE_NAME).is_file():
            # A path below the current folder is shown as people write it.
            return Path(FILE_NAME) if folder == here else folder / FILE_NAME
    raise InputError(
        f"no {FILE_NAME} here or in a folder above",
        where=str(here),
        hint="name one with --config, or write one with `chartgen init`",
    )
