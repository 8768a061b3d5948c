"""`chartgen diff`."""

import contextlib
import gc
import sys
from importlib import import_module
from typing import Any, Final

import click

from chartgen.cli import options, reporting
from chartgen.core.exitcodes import ExitCode
from chartgen.render.select import select

_FORMATS: Final = {
    "text": "lines for people",
    "json": "all that is known, as schemas/diff.schema.json describes it",
    "markdown": "tables for a pull request",
}
# In seconds; threads that feed engines must not wait long for the one that compares.
_SWITCH_INTERVAL: Final = 0.0005


@click.command(short_help="Say what differs between two charts, and which part of the version must rise.")
@click.argument("old", type=options.PLACE)
@click.argument("new", type=options.PLACE, required=False)
@click.option(
    "-f",
    "--values",
    "files",
    type=options.PLACE,
    multiple=True,
    metavar="FILE",
    help="Compare with this values file too, as somebody who uses OLD; repeatable.",
)
@click.option("-n", "--namespace", default="default", show_default=True, help="The release's namespace.")
@click.option("--release-name", default="release-name", show_default=True, help="The release's name.")
@click.option(
    "--kube-version",
    default="",
    metavar="VERSION",
    help="Kubernetes version.  [default: the newest known that both charts allow]",
)
@click.option(
    "-a", "--api-versions", multiple=True, metavar="API", help="Further API versions of the cluster."
)
@reporting.format_option(_FORMATS)
@click.option("--exit-code", is_flag=True, help="Exit with 1 when the charts differ.")
@options.registry
@click.pass_context
def command(ctx: click.Context, /, old: str, new: str | None, **given: Any) -> int:
    """Say what differs between the charts OLD and NEW, and which part of the version must rise for it.

    OLD and NEW are each a folder, a .tgz, oci://…, REPO_URL#name:version or git:REF[:path]; without NEW it is
    the chart of the definition. Compared are Chart.yaml, the schema of the values, the defaults, CRDs, and
    what both charts render from the scenarios of both: their defaults and files ci/*-values.yaml. Each values
    file of OLD must still do its work. Labels that repeat the version of the chart do not count.

    Patch, minor or major is what each change requires, and the verdict is the greatest. Below 1.0.0 it is for
    whoever releases to say what that means.
    """
    gc.set_threshold(500_000, 20, 50)
    sys.setswitchinterval(_SWITCH_INTERVAL)
    with contextlib.ExitStack() as stack:
        # By name and only then: the engines' processes get ready while the rest is imported.
        engines = [
            stack.enter_context(contextlib.closing(select(ctx.obj["engine"], helm=ctx.obj["helm"])))
            for _ in range(2)
        ]
        is_different = import_module("chartgen.cli.diffing").tell(ctx, engines, (old, new), given)
    return ExitCode.FINDINGS if given["exit_code"] and is_different else ExitCode.CLEAN
