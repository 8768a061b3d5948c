"""Helm's provenance of a package: a signed text with the chart's metadata and the sum of the archive."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from chartgen.chart.metadata import known_fields, read_metadata
from chartgen.core import yaml, yaml_text
from chartgen.core.errors import InputError
from chartgen.core.visible import visible
from chartgen.release.gnupg import Gpg
from chartgen.release.package import Package

# YAML's own mark of an end would be one of the signature's.
_END: Final = "\n...\n"


class Check(NamedTuple):
    """What a provenance says of a package: all that is wrong, else who signed it when, as in `Signature`."""

    problems: tuple[str, ...]
    signer: str = ""
    fingerprint: str = ""
    time: int = 0


def text(package: Package) -> bytes:
    """Give what is signed."""
    sums = {"files": {package.file_name: package.digest}}
    return f"{yaml_text.text(known_fields(package.chart.metadata))}{_END}{yaml_text.text(sums)}".encode()


def sign(package: Package, gpg: Gpg, *, key: str, passphrase: bytes | None) -> bytes:
    """Give the provenance of a package; as `Gpg.sign`."""
    return gpg.sign(text(package), key=key, passphrase=passphrase)


def check(package: Package, provenance: bytes, gpg: Gpg, *, name: str) -> Check:
    """Compare a package with its provenance, and check who signed that.

    `name` is that of the archive's file.

    Raises:
        ToolError: gpg is missing or hangs.
    """
    signature = gpg.verify(provenance)
    if signature.problem:
        return Check((signature.problem,))
    problems = tuple(_differences(package, signature.text, name))
    return Check(problems, signature.signer, signature.fingerprint, signature.time)


def _differences(package: Package, signed: bytes, name: str) -> Iterator[str]:
    try:
        described, _, sums = yaml.decode(signed, file=name).partition(_END)
        metadata = read_metadata(described.encode(), file=name)
        files = yaml.load(sums, file=name).value
    except InputError as error:
        yield f"the signed text is no provenance: {error.problem}"
        return
    stated = files.get("files") if isinstance(files, dict) else None
    if not isinstance(stated, dict) or name not in stated:
        yield f"the signed text has no sum of a file {name}"
    elif (signed_sum := visible(str(stated[name]))) != package.digest:
        yield f"another archive was signed: its sum is {signed_sum}, this one's {package.digest}"
    if known_fields(metadata) != known_fields(package.chart.metadata):
        yield "the signed text describes another chart than the archive's Chart.yaml"
