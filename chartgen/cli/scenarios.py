"""What a command line says of scenarios: which values files belong together, and what each is called."""

import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from chartgen.chart.values import Options, Values, collect
from chartgen.core.errors import InputError, UsageError
from chartgen.core.yaml import MAX_BYTES


def groups(given: Mapping[str, Any]) -> list[list[str]]:
    """Give the values files of each scenario: with `--each` every file is one, otherwise all are one.

    Raises:
        UsageError: `--each` without files.
    """
    files = given["files"]
    if given["each"] and not files:
        raise UsageError("--each needs values files", hint="name them with -f")
    return [[file] for file in files] if given["each"] else [list(files)]


def values_options(given: Mapping[str, Any], files: Sequence[str]) -> Options:
    """Give the values options of one scenario."""
    return Options(
        files,
        given["set_"],
        given["set_string"],
        given["set_json"],
        given["set_file"],
        given["set_literal"],
    )


def read_values(ctx: click.Context, files: Sequence[str], given: Mapping[str, Any]) -> Values:
    """Read the values of one scenario, and warn of keys that stand twice.

    Raises:
        InputError: a file cannot be read, is no YAML, or is no map.
        UsageError: an option that Helm refuses.
    """
    values = collect(values_options(given, files), stdin=read_stdin)
    for duplicate in () if ctx.obj["quiet"] else values.duplicates:
        place = duplicate.second
        click.echo(f"warning: {place}: {place.values_path} stands twice; the last one counts", err=True)
    return values


def read_stdin() -> bytes:
    """Read standard input, as much of it as of a file.

    Raises:
        InputError: it is closed, or larger.
    """
    if sys.stdin is None:
        raise InputError("is closed", where="<stdin>", hint="give a file, or pipe the values in")
    data = sys.stdin.buffer.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise InputError(f"larger than {MAX_BYTES} bytes", where="<stdin>", hint="is this the right input?")
    return data


def names(groups: list[list[str]]) -> list[str]:
    """Name scenarios after their first file, without `-values`, and as many folders as tell it from others.

    A file that stands there twice gets a number.
    """
    parts = [_parts(group) for group in groups]
    depths = [1] * len(parts)
    found = [name[-1] for name in parts]
    while deeper := [at for at, name in _repeated(found) if depths[at] < len(parts[at])]:
        for at in deeper:
            depths[at] += 1
            found[at] = "-".join(parts[at][-depths[at] :]).removesuffix("-values")
    taken, numbers = {*found}, Counter[str]()
    for at, name in _repeated(found):
        numbers[name] += 1
        while numbers[name] > 1 and f"{name}-{numbers[name]}" in taken:
            numbers[name] += 1
        if numbers[name] > 1:
            found[at] = f"{name}-{numbers[name]}"
    return found


def _parts(group: list[str]) -> list[str]:
    """Give the folders and the name of a scenario's first file."""
    if not group:
        return ["default"]
    path = Path(group[0])
    stem = path.stem if path.stem == "-values" else path.stem.removesuffix("-values")
    folders = [part for part in path.parent.parts if part not in {"..", path.anchor}]
    return [*folders, "stdin" if stem in ("", "-") else stem]


def _repeated(found: Sequence[str]) -> list[tuple[int, str]]:
    counts = Counter(found)
    return [(at, name) for at, name in enumerate(found) if counts[name] > 1]
