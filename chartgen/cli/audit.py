"""`chartgen audit`."""

import contextlib
import os
import sys
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Any, BinaryIO, Final

import click

from chartgen.chart.cluster import chosen_platform, platforms
from chartgen.chart.networks import networks
from chartgen.chart.reference import Chart, load
from chartgen.chart.values import Values, coalesce, collect
from chartgen.chart.values_schema import ValuesSchema, locate
from chartgen.cli import network_options, options, reporting
from chartgen.cli.progress import Progress
from chartgen.cli.project import configured_chart
from chartgen.cli.scenarios import read_stdin, values_options
from chartgen.cni.versions import Versions
from chartgen.core.errors import InputError, UsageError
from chartgen.networks import audit
from chartgen.networks.audit_pools import Expected
from chartgen.networks.dump import COMMAND, Dump, read
from chartgen.networks.json_stream import Read
from chartgen.report import collect as collect_report

_STDIN: Final = "<stdin>"
_VALUES: Final = ("files", "set_", "set_string", "set_json", "set_file", "set_literal")


@click.command(
    short_help="Find leaked and doubled addresses, and pods without their network, in a cluster's dump."
)
@click.argument("paths", type=options.PLACE, nargs=-1, metavar="[FILE...]")
@click.option(
    "--fill",
    type=click.IntRange(1, 100),
    default=80,
    show_default=True,
    metavar="PERCENT",
    help="Tell of pools of which so much is taken.",
)
@network_options.versions
@options.values
@reporting.options
@click.pass_context
def command(ctx: click.Context, /, paths: tuple[str, ...], **given: Any) -> int:
    """Check a dump of a live cluster, read from FILEs or standard input (-).

    Write the dump with

    \b
    kubectl get -A -o json
    pods,ippools.whereabouts.cni.cncf.io,overlappingrangeipreservations,net-attach-def

    An error is an address that two living pods hold or that no pod has any more, a running pod without its
    interface, a broken network or a pool that takes no change. The hint of an address that nobody has is a
    command that frees it, and nothing that is in use; where the pod may be newer than the dump, it is a
    warning. Secrets are never needed, and nothing of a pod's environment is read.

    With -f the versions come from values of the configured chart, and its networks that the dump lacks are
    told.
    """  # noqa: D301 -- click keeps the lines of a paragraph behind this mark
    paths = paths or _standard_input()
    if "-" in paths and "-" in given["files"]:
        problem = "standard input is the dump already"
        raise UsageError(problem, where="-f", hint="give the values in a file")
    chosen, expected, inputs = _of_values(ctx, given)
    versions = network_options.versions_given(ctx, given, chosen)
    names = [_STDIN if path == "-" else path for path in dict.fromkeys(paths)]
    dump = _read(ctx, paths)
    findings = audit.findings(dump, versions, fill=given["fill"], expected=expected, file=names[0])
    reporting.emit(ctx, collect_report("audit", findings, [*names, *inputs]), given["outputs"])
    return reporting.exit_code(findings, given["fail_on"])


def _standard_input() -> tuple[str, ...]:
    if sys.stdin is None or sys.stdin.isatty():
        raise UsageError("no dump given", hint=f"{COMMAND} | chartgen audit")
    return ("-",)


def _read(ctx: click.Context, paths: Sequence[str]) -> Dump:
    progress = Progress(quiet=ctx.obj["quiet"])
    with contextlib.closing(_inputs(paths, progress)) as inputs:
        dump = read(inputs)
    progress.clear()
    return dump


def _inputs(paths: Sequence[str], progress: Progress) -> Generator[tuple[str, Read], None, None]:
    """Yield each file with what reads it, open as long as it is being read."""
    for path in dict.fromkeys(paths):
        name = _STDIN if path == "-" else path
        if path == "-" and sys.stdin is None:
            raise InputError("is closed", where=name, hint="give a file, or pipe the dump in")
        try:
            with contextlib.nullcontext(sys.stdin.buffer) if path == "-" else Path(path).open("rb") as file:
                yield name, _counted(name, file, progress)
        except OSError as error:
            raise InputError(str(error.strerror).lower(), where=name, hint="check the name") from None


def _counted(name: str, file: BinaryIO, progress: Progress) -> Read:
    total = os.fstat(file.fileno()).st_size
    done = 0

    def read_next(size: int) -> bytes:
        nonlocal done
        try:
            data = file.read(size)
        except OSError as error:
            raise InputError(f"cannot be read: {error.strerror}", where=name, hint="is it a file?") from None
        done += len(data)
        share = f" of {total >> 20}" if total else ""
        progress.show(f"{name}: {done >> 20}{share} MiB")
        return data

    return read_next


def _of_values(
    ctx: click.Context, given: dict[str, Any]
) -> tuple[Versions | None, list[Expected], list[str]]:
    """Give the versions that the values choose, their networks, and their files; nothing without values."""
    if not any(given[name] for name in _VALUES):
        return None, [], []
    chart = load(configured_chart(ctx))
    values = collect(values_options(given, given["files"]), stdin=read_stdin)
    merged = coalesce(chart.default_values, values.tree)
    if refused := ValuesSchema(chart).refused(values, merged):
        raise InputError(refused[0].message, where=refused[0].location, hint="see `chartgen validate`")
    platform = chosen_platform(merged, platforms(chart))
    versions = platform.versions if platform else None
    return versions, _expected(chart, values, merged), [each.file for each in values.documents]


def _expected(chart: Chart, values: Values, merged: dict[str, Any]) -> list[Expected]:
    return [
        Expected(locate(values, chart, ("networks", network.key)), namespace, str(network.name))
        for network in networks(merged)
        for namespace in network.namespaces
    ]
