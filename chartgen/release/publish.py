"""What publishing to a folder and to a registry have in common: signed packages, and outcomes."""

from pathlib import Path
from typing import NamedTuple

from chartgen.chart.archive import MAX_CHART_BYTES, check_name
from chartgen.core.errors import InputError, RefusedError
from chartgen.core.yaml import read_bytes
from chartgen.release.package import Package, package_of
from chartgen.release.store import names_digest, provenance_beside


class Signed(NamedTuple):
    """A package with its provenance, if it has one."""

    package: Package
    provenance: bytes | None


class Published(NamedTuple):
    """Where a package is: `digest` is the manifest's in a registry, the archive's in a folder."""

    reference: str
    digest: str
    was_there: bool


class ExistsError(RefusedError):
    """Another archive of this version is published already, or this one with another signature."""


def read(path: Path) -> Signed:
    """Read a package's file, and the provenance beside it.

    Raises:
        InputError: it cannot be read, or its provenance is about another archive.
    """
    if path.is_dir():
        hint = f"pack it first: `chartgen package {path}`"
        raise InputError("is a folder, not a package", where=str(path), hint=hint)
    package = package_of(str(path), read_bytes(path, limit=MAX_CHART_BYTES))
    # What could not be packed here cannot become the name of a file, a tag or a line on a terminal.
    check_name(package.file_name, str(path))
    provenance = provenance_beside(path)
    if provenance is not None and not names_digest(provenance, package.digest):
        hint = "sign it anew with `chartgen package --sign`, or remove the file"
        raise InputError("signs another archive than the one beside it", where=f"{path}.prov", hint=hint)
    return Signed(package, provenance)


def check_signature(ours: str | None, theirs: str | None, *, where: str, replace: bool) -> bool:
    """Say whether the signature of a published archive is to be replaced; both are digests of provenances.

    Raises:
        ExistsError: another one, or one more, is given without the wish to replace what is there.
    """
    if ours is None or ours == theirs:
        return False
    if not replace:
        what = "is there without a signature" if theirs is None else "is there with another signature"
        raise ExistsError(what, where=where, hint="--replace-signature puts this one in its place")
    return True
