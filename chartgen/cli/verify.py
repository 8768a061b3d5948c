"""`chartgen verify`."""

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import click

from chartgen.cli import options, packaging
from chartgen.cli.access import access
from chartgen.core.errors import InputError, UsageError
from chartgen.core.exitcodes import ExitCode
from chartgen.core.visible import visible
from chartgen.core.yaml import read_bytes
from chartgen.registry.access import Access
from chartgen.release.gnupg import gpg
from chartgen.release.package import Package, is_package, package, package_of, read_package, rfc3339
from chartgen.release.provenance import Check, check
from chartgen.release.rebuild import Comparison, compare
from chartgen.release.store import MAX_PROVENANCE, SUFFIX

_SHOWN: Final = 20
_FORMS: Final = {
    "rewritten": "Helm wrote descriptions anew, which say the same",
    "compression": "the compression differs",
    "order": "the order of files differs",
    "times": "the times of files differ",
    "headers": "the headers of the archive differ",
}


@click.command(short_help="Check who signed a package, and that it is what its source packs to.")
@click.argument("reference", type=options.PLACE, metavar="PACKAGE")
@click.option(
    "--keyring",
    type=options.PLACE,
    metavar="FILE",
    help="Check the signature with these keys: exported ones, or a .kbx.",
)
@click.option(
    "--prov",
    type=options.PLACE,
    metavar="FILE",
    help="The provenance.  [default: beside the package, with .prov]",
)
@click.option(
    "--rebuild", type=options.PLACE, metavar="CHART", help="Compare with what this source packs to."
)
@packaging.format_option
@options.registry
@click.pass_context
def command(ctx: click.Context, /, reference: str, **given: Any) -> int:
    """Check that PACKAGE is a chart's archive, with --keyring that one of these keys signed it, and with
    --rebuild that it is what the source packs to.

    PACKAGE is a .tgz, oci://… or REPO_URL#name:version, CHART all that `chartgen package` takes. A package
    of equal files that differs in its form alone, as one that Helm packed does, is right too: what differs
    is told. Exit code 1 means that something is not as it should be.
    """  # noqa: D205 -- the first sentence is one of the help
    if given["prov"] and not given["keyring"]:
        raise UsageError("needs keys to check it with", where="--prov", hint="add --keyring")
    name, packed, provenance = _read(reference, given, access(given))
    signature = _checked(packed, provenance, name, given) if given["keyring"] else None
    comparison = None
    if given["rebuild"]:
        source = packaging.source(ctx, given["rebuild"], access(given))
        comparison = compare(packed, package(source.chart, time=source.time))
        # Other headers do not show where times differ.
        if comparison.forms and package(source.chart, time=packed.time).content == packed.content:
            packaging.say(ctx, f"hint: SOURCE_DATE_EPOCH={packed.time} gives equal bytes")
    good = not (signature and signature.problems) and not (comparison and comparison.files)
    lines = [f"{visible(packed.chart.name)} {packed.chart.version}, {packed.digest}"]
    lines += _signature_lines(signature)
    lines += _comparison_lines(comparison, given["rebuild"])
    result = {
        **packaging.described(packed),
        "signature": _signature_json(signature),
        "rebuild": _comparison_json(comparison, given["rebuild"]),
    }
    packaging.show("verify", given["form"], "\n".join(lines), {"inputs": [reference], "good": good}, result)
    return ExitCode.CLEAN if good else ExitCode.FINDINGS


def _read(reference: str, given: Mapping[str, Any], reached: Access) -> tuple[str, Package, bytes | None]:
    """Give the name of the archive's file, the package, and its provenance."""
    path = Path(reference)
    if path.is_dir() or (reference.startswith("git:") and not path.exists()):
        hint = f"pack it first: `chartgen package {reference}`"
        raise InputError("is a chart's source, not a package", where=reference, hint=hint)
    if path.exists() or not is_package(reference):
        signed = Path(given["prov"] or f"{reference}{SUFFIX}")
        there = given["keyring"] and (given["prov"] or signed.exists())
        packed = read_package(reference, reached)
        return path.name, packed, read_bytes(signed, limit=MAX_PROVENANCE) if there else None
    pulled = import_module("chartgen.chart.remote").pull(
        reference, reached, with_provenance=bool(given["keyring"]) and not given["prov"]
    )
    packed = package_of(str(pulled.reference), pulled.content)
    provenance = read_bytes(Path(given["prov"]), limit=MAX_PROVENANCE) if given["prov"] else pulled.provenance
    return packed.file_name, packed, provenance


def _checked(packed: Package, provenance: bytes | None, name: str, given: Mapping[str, Any]) -> Check:
    if provenance is None:
        return Check(("it has no provenance",))
    with gpg(Path(given["keyring"]), secret=False) as program:
        return check(packed, provenance, program, name=name)


def _signature_lines(signature: Check | None) -> list[str]:
    if signature is None:
        return []
    if signature.problems:
        return [f"signature: {problem}" for problem in signature.problems]
    signer, fingerprint, when = visible(signature.signer), signature.fingerprint, rfc3339(signature.time)
    return [f"signature: good, by {signer}, key {fingerprint}, at {when}"]


def _comparison_lines(comparison: Comparison | None, source: str) -> list[str]:
    if comparison is None:
        return []
    if comparison.files:
        shown = [f"source: {each}" for each in comparison.files[:_SHOWN]]
        more = len(comparison.files) - len(shown)
        return [*shown, *([f"source: and {more} files more"] if more else [])]
    if comparison.forms:
        return [
            f"source: equal to {source} in all files; {'; '.join(_FORMS[each] for each in comparison.forms)}"
        ]
    return [f"source: equal to {source} in all bytes"]


def _signature_json(signature: Check | None) -> dict[str, Any] | None:
    if signature is None:
        return None
    good = not signature.problems
    return {
        "good": good,
        "problems": list(signature.problems),
        "signer": signature.signer if good else None,
        "fingerprint": signature.fingerprint if good else None,
        "time": rfc3339(signature.time) if good else None,
    }


def _comparison_json(comparison: Comparison | None, source: str) -> dict[str, Any] | None:
    if comparison is None:
        return None
    return {
        "source": source,
        "identical": comparison == Comparison((), ()),
        "contents": not comparison.files,
        "files": list(comparison.files),
        "forms": list(comparison.forms),
    }
