"""What `chartgen render` does once its engine is starting."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from chartgen.chart.reference import load
from chartgen.chart.values import Values
from chartgen.cli.access import access
from chartgen.cli.project import configured_chart
from chartgen.cli.scenarios import groups, names, read_values
from chartgen.cli.target import target
from chartgen.core.errors import RefusedError
from chartgen.core.files import write_set
from chartgen.render.engine import Engine, Rendered
from chartgen.render.scenario import Scenarios, render_in_order
from chartgen.render.stream import show_only


def render_all(
    ctx: click.Context, engines: Sequence[Engine], chart: str | None, given: dict[str, Any]
) -> None:
    """Render every scenario of a command line and print or write it."""
    loaded = load(chart or configured_chart(ctx), access(given))
    scenarios = [Scenarios(engine, loaded, target(given)) for engine in engines]
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


def _values(ctx: click.Context, given: dict[str, Any]) -> Iterator[tuple[str, Values]]:
    """Give each scenario's name and values; warn of keys that stand twice."""
    found = groups(given)
    for name, group in zip(names(found), found, strict=True):
        yield name, read_values(ctx, group, given)
    if ctx.obj["verbose"]:
        click.echo(f"{len(found)} scenarios", err=True)
