"""What the verbs about packages share: the time of files, passphrases, and how a result is printed."""

import os
import re
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import click

from chartgen.chart.archive import LATEST
from chartgen.core.errors import InputError, UsageError
from chartgen.core.yaml import read_bytes
from chartgen.registry.access import Access
from chartgen.release.package import Package, Source, read_source

_VARIABLE: Final = "SOURCE_DATE_EPOCH"

format_option: Callable[[Any], Any] = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Print the result as lines for people, or as JSON.",
)


def source(ctx: click.Context, reference: str, access: Access) -> Source:
    """Read a chart with its time, `SOURCE_DATE_EPOCH` or the source's own; warn of an uncertain one.

    Raises:
        UsageError: the variable holds no number of seconds.
        InputError: as `read_source`.
        ToolError: as `read_source`.
    """
    given = os.environ.get(_VARIABLE, "")
    if given and not (re.fullmatch("[0-9]{1,10}", given) and int(given) <= LATEST):
        hint = f"give seconds since 1970, such as `git log -1 --format=%ct` prints, at most {LATEST}"
        raise UsageError(f"{given!r} is no time", where=_VARIABLE, hint=hint)
    found = read_source(reference, access)
    if given:
        return found._replace(time=int(given), origin=_VARIABLE)
    if found.doubt:
        hint = f"set {_VARIABLE}, or packages differ in the time of their files"
        say(ctx, f"warning: {found.doubt}\n  hint: {hint}")
    return found


def passphrase(file: str | None) -> bytes | None:
    """Give the first line of a file, or of standard input for `-`.

    Raises:
        InputError: it cannot be read, or is empty.
    """
    if file is None:
        return None
    # By name: nobody else here reads what scenarios are made of.
    read_stdin = import_module("chartgen.cli.scenarios").read_stdin
    content: bytes = read_stdin() if file == "-" else read_bytes(Path(file))
    line = content.partition(b"\n")[0].rstrip(b"\r")
    if not line:
        raise InputError("holds no passphrase in its first line", where=file)
    return line


def described(package: Package) -> dict[str, Any]:
    """Give what JSON says of a package."""
    return {
        "name": package.chart.name,
        "version": package.chart.version,
        "digest": package.digest,
        "size": len(package.content),
        "time": package.written_time,
    }


def say(ctx: click.Context, text: str | bytes, *, nl: bool = True) -> None:
    """Tell what is done, beside the result."""
    if not ctx.obj["quiet"]:
        click.echo(text, err=True, nl=nl)


def show(verb: str, form: str, lines: str, summary: Mapping[str, Any], result: Any) -> None:
    """Print a result as lines or as JSON."""
    if form == "text":
        click.echo(lines, nl=bool(lines))
    else:
        # By name: reports take time to import.
        click.echo(import_module("chartgen.report.json").envelope(verb, summary, result=result), nl=False)
