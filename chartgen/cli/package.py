"""`chartgen package`."""

import os
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import click

from chartgen.chart import helmignore
from chartgen.cli import options, packaging
from chartgen.cli.access import access
from chartgen.core.errors import UsageError
from chartgen.core.exitcodes import ExitCode
from chartgen.core.yaml import read_bytes
from chartgen.release.package import Package, package
from chartgen.release.store import SUFFIX, State, store

_TOLD: Final = {
    State.WRITTEN: "",
    State.PRESENT: ", was there already",
    State.REPLACED: ", in place of another archive",
}
_SIGNING = options.decorate_all(
    (
        click.option(
            "--sign",
            "is_signed",
            is_flag=True,
            help="Write a provenance beside it, as `helm package --sign` does.",
        ),
        click.option(
            "--key", default="", metavar="NAME", help="The key: a part of its name, or its fingerprint."
        ),
        click.option(
            "--keyring",
            type=options.PLACE,
            metavar="FILE",
            help="Exported secret keys, or a .kbx.  [default: those of gpg's home]",
        ),
        click.option(
            "--passphrase-file",
            type=options.PLACE,
            metavar="FILE",
            help="The passphrase, - for standard input.  [default: gpg's agent]",
        ),
    )
)


@click.command(short_help="Pack a chart into the same bytes everywhere.")
@click.argument("chart", type=options.PLACE, required=False)
@click.option(
    "-d",
    "--destination",
    type=options.PLACE,
    default=".",
    show_default=True,
    metavar="DIR",
    help="The archive's folder.",
)
@_SIGNING
@packaging.format_option
@options.registry
@click.pass_context
def command(ctx: click.Context, /, chart: str | None, **given: Any) -> int:
    """Pack CHART into DIR/<name>-<version>.tgz and print its path.

    CHART is a folder, a .tgz, oci://…, REPO_URL#name:version or git:REF[:path]; without it, the chart of the
    definition. The same files give the same bytes on every machine: their time is SOURCE_DATE_EPOCH, else
    that of the last commit that changed the chart (of an archive its own), else 1980. An archive of that
    name is replaced, as `helm package` does; one that is signed only with --sign.
    """
    _check_signing(given)
    # By name: who names a chart reads no definition.
    reference = chart or import_module("chartgen.cli.project").configured_chart(ctx)
    source = packaging.source(ctx, reference, access(given))
    packed = package(source.chart, time=source.time)
    path = Path(given["destination"]) / packed.file_name
    _check_outside(Path(reference), path)
    provenance = _provenance(packed, given) if given["is_signed"] else None
    state = store(packed, path, provenance)
    # What computes digests takes longer to load than to work: it is loaded only for who is told one.
    if not ctx.obj["quiet"]:
        when = f"time {packed.written_time}: {source.origin}"
        packaging.say(ctx, f"{packed.digest}, {len(packed.content)} bytes{_TOLD[state]}; {when}")
    described = packaging.described(packed) if given["form"] == "json" else {}
    signed = f"{path}{SUFFIX}" if provenance else None
    result = {"path": str(path), "state": state.value, "provenance": signed, **described}
    packaging.show("package", given["form"], str(path), {"inputs": [reference]}, result)
    return ExitCode.CLEAN


def _check_signing(given: Mapping[str, Any]) -> None:
    if given["is_signed"]:
        return
    for name in ("key", "keyring", "passphrase_file"):
        if given[name]:
            raise UsageError("is about signing", where=f"--{name.replace('_', '-')}", hint="add --sign")


def _check_outside(chart: Path, path: Path) -> None:
    """Refuse an archive that the next one would hold, so that it would have other bytes."""
    place = Path(os.path.realpath(path))
    folder = Path(os.path.realpath(chart))
    if not chart.is_dir() or not place.is_relative_to(folder):
        return
    ignored = folder / helmignore.FILE_NAME
    rules = helmignore.parse(read_bytes(ignored) if ignored.is_file() else b"", file=str(ignored))
    if not rules.leave_out_file(place.relative_to(folder).as_posix()):
        hint = "give a folder outside of the chart, or leave *.tgz out with a rule in .helmignore"
        raise UsageError("the next package would hold this one", where="--destination", hint=hint)


def _provenance(packed: Package, given: Mapping[str, Any]) -> bytes:
    words = packaging.passphrase(given["passphrase_file"])
    keyring = Path(given["keyring"]) if given["keyring"] else None
    # By name: most runs sign nothing.
    with import_module("chartgen.release.gnupg").gpg(keyring, secret=True) as program:
        sign = import_module("chartgen.release.provenance").sign
        return bytes(sign(packed, program, key=given["key"], passphrase=words))
