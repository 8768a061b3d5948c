"""Finds the definition that a command line means."""

from pathlib import Path
from typing import Final

import click

from chartgen.core.config import FILE_NAME, read_config
from chartgen.core.errors import InputError, UsageError

_CHART_FILE: Final = "Chart.yaml"
_NO_CHART: Final = "no chart given, and the configuration names none"


def config_path(ctx: click.Context, definition: str | None = None) -> Path:
    """Give the path of the definition: `--config`, its other name `--definition`, or the nearest one above.

    Raises:
        UsageError: both options are given.
        InputError: there is none here or above.
    """
    found = find_config(ctx, definition)
    if found is not None:
        return found
    raise InputError(
        f"no {FILE_NAME} here or in a folder above",
        where=str(Path.cwd()),
        hint="name one with --config, or write one with `chartgen init`",
    )


def find_config(ctx: click.Context, definition: str | None = None) -> Path | None:
    """Give the path of the definition as `config_path` does, and None where there is none.

    Raises:
        UsageError: both options are given.
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
    return None


def configured_chart(ctx: click.Context) -> str:
    """Give the folder of the chart that the configuration is about: described in it, or beside it.

    Raises:
        UsageError: there is none.
        InputError: there is no definition, or one that cannot be read.
    """
    path = config_path(ctx)
    chart = _chart_of(path)
    if chart is None:
        raise UsageError(_NO_CHART, where=str(path), hint="name a chart")
    return chart


def linted_chart(ctx: click.Context) -> str:
    """Give the folder of the chart that is linted where none is named: the configured one, or the one here.

    Raises:
        UsageError: the configuration is about no chart, and there is none here.
        InputError: there is neither a configuration nor a chart, or one that cannot be read.
    """
    path = find_config(ctx)
    chart = None if path is None else _chart_of(path)
    if chart is None and Path(_CHART_FILE).is_file():
        return "."
    hint = "name one: `chartgen lint CHART`"
    if path is None:
        problem = f"no {_CHART_FILE} here, and no {FILE_NAME} here or in a folder above"
        raise InputError(problem, where=str(Path.cwd()), hint=hint)
    if chart is None:
        raise UsageError(_NO_CHART, where=str(path), hint=hint)
    return chart


def _chart_of(path: Path) -> str | None:
    """Give the folder of the chart that a configuration is about, if it is about one."""
    chart = read_config(path).value.get("chart")
    if chart is not None:
        return str(path.parent / chart.get("directory", f"charts/{chart['name']}"))
    return str(path.parent) if (path.parent / _CHART_FILE).is_file() else None
