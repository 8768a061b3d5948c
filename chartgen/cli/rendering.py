"""What `chartgen render` does once its engine is starting."""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from chartgen.chart.reference import load
from chartgen.chart.values import Options, Values, collect
from chartgen.cli.project import config_path
from chartgen.core.config import read_config
from chartgen.core.errors import InputError, RefusedError, UsageError
from chartgen.core.files import write_set
from chartgen.core.yaml import MAX_BYTES
from chartgen.kubernetes import store
from chartgen.render.engine import Engine, Release, Rendered
from chartgen.render.scenario import Scenarios, Target, render_in_order
from chartgen.render.stream import show_only


def render_all(
    ctx: click.Context, engines: Sequence[Engine], chart: str | None, given: dict[str, Any]
) -> None:
    """Render every scenario of a command line and print or write it."""
    target = Target(
        Release(given["release_name"], given["namespace"], given["is_upgrade"]),
        given["kube_version"] or store.newest(),
        given["api_versions"],
        given["include_crds"],
    )
    loaded = load(_configured_chart(ctx) if chart is None else chart)
    scenarios = [Scenarios(engine, loaded, target) for engine in engines]
    _emit(ctx, given, render_in_order(scenarios, _values(ctx, given)))


def _emit(ctx: click.Context, given: dict[str, Any], results: Iterable[tuple[str, Rendered]]) -> None:
    """Print or write what was rendered, once all of it is there: a later scenario may fail."""
    streams: dict[str, str] = {}
    counts: dict[str, int] = {}
    for name, rendered in results:
        only = given["show_only"]
        streams[name] = show_only(rendered.stream, only) if only else rendered.stream
        counts[name] = f"\n{streams[name]}".count(_START)
    if not given["output_dir"]:
        click.echo("".join(streams.values()), nl=False)
        return
    folder = Path(given["output_dir"])
    for name in streams:
        _refuse_foreign(folder / name / _OUTPUT)
    write_set(folder, {f"{name}/{_OUTPUT}": stream.encode() for name, stream in streams.items()})
    if not ctx.obj["quiet"]:
        for name, count in counts.items():
            click.echo(f"{folder / name / _OUTPUT}: {count} objects", err=True)


_OUTPUT = "manifests.yaml"
_START = "\n---\n# Source: "


def _refuse_foreign(path: Path) -> None:
    """Refuse to overwrite what no render wrote: a stream starts with the source of its first object.

    Raises:
        RefusedError: the file is somebody else's.
    """
    if path.is_dir():
        raise RefusedError("is a folder", where=str(path), hint="move it away, or choose another folder")
    if path.is_file():
        with path.open("rb") as stream:
            start = stream.read(64).strip()
        if start and not start.startswith(_START.strip().encode()):
            raise RefusedError(
                "not written by chartgen", where=str(path), hint="move it away, or choose another folder"
            )


def _configured_chart(ctx: click.Context) -> str:
    path = config_path(ctx)
    chart = read_config(path).value.get("chart")
    if chart is None:
        raise UsageError("no chart given, and the configuration names none", where=str(path))
    return str(path.parent / chart.get("directory", f"charts/{chart['name']}"))


def _values(ctx: click.Context, given: dict[str, Any]) -> Iterator[tuple[str, Values]]:
    """Give each scenario's name and values; warn of keys that stand twice."""
    files = given["files"]
    if given["each"] and not files:
        raise UsageError("--each needs values files", hint="name them with -f")
    groups = [[file] for file in files] if given["each"] else [list(files)]
    names = _names(groups)
    for name, group in zip(names, groups, strict=True):
        values = collect(
            Options(
                group,
                given["set_"],
                given["set_string"],
                given["set_json"],
                given["set_file"],
                given["set_literal"],
            ),
            stdin=_stdin,
        )
        for duplicate in () if ctx.obj["quiet"] else values.duplicates:
            place = duplicate.second
            click.echo(f"warning: {place}: {place.values_path} stands twice; the last one counts", err=True)
        yield name, values
    if ctx.obj["verbose"]:
        click.echo(f"{len(names)} scenarios", err=True)


def _stdin() -> bytes:
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


def _names(groups: list[list[str]]) -> list[str]:
    """Name scenarios after their first file, without `-values`, and as many folders as tell it from others.

    A file that stands there twice gets a number.
    """
    parts = [_parts(group) for group in groups]
    depths = [1] * len(parts)
    names = [name[-1] for name in parts]
    while deeper := [at for at, name in _repeated(names) if depths[at] < len(parts[at])]:
        for at in deeper:
            depths[at] += 1
            names[at] = "-".join(parts[at][-depths[at] :]).removesuffix("-values")
    taken, numbers = {*names}, Counter[str]()
    for at, name in _repeated(names):
        numbers[name] += 1
        while numbers[name] > 1 and f"{name}-{numbers[name]}" in taken:
            numbers[name] += 1
        if numbers[name] > 1:
            names[at] = f"{name}-{numbers[name]}"
    return names


def _parts(group: list[str]) -> list[str]:
    """Give the folders and the name of a scenario's first file."""
    if not group:
        return ["default"]
    path = Path(group[0])
    stem = path.stem if path.stem == "-values" else path.stem.removesuffix("-values")
    folders = [part for part in path.parent.parts if part not in {"..", path.anchor}]
    return [*folders, "stdin" if stem in ("", "-") else stem]


def _repeated(names: Sequence[str]) -> list[tuple[int, str]]:
    counts = Counter(names)
    return [(at, name) for at, name in enumerate(names) if counts[name] > 1]
