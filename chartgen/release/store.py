"""An archive and its provenance as files beside each other."""

from enum import Enum
from pathlib import Path
from typing import Final

from chartgen.core.errors import InputError, RefusedError
from chartgen.core.files import write_files
from chartgen.core.lock import folder_lock
from chartgen.core.yaml import read_bytes
from chartgen.release.package import Package

SUFFIX: Final = ".prov"
"""What follows the name of an archive in the name of its provenance."""

MAX_PROVENANCE: Final = 1024 * 1024
"""Largest provenance that is read."""


class State(Enum):
    """What became of an archive's file."""

    WRITTEN = "written"
    PRESENT = "present"
    """The same archive was there."""
    REPLACED = "replaced"
    """Another one was there."""


def store(package: Package, path: Path, provenance: bytes | None) -> State:
    """Write a package, and its provenance if it has one; say what was there.

    Another archive of that name is replaced, unless it is signed and the new one is not.

    Raises:
        InputError: it cannot be written.
        RefusedError: the provenance of another archive would stand beside it.
        ToolError: somebody else holds the folder's lock for a minute.
    """
    folder = path.parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"cannot be made: {error.strerror}", where=str(folder)) from error
    signed = path.with_name(path.name + SUFFIX)
    with folder_lock(folder):
        before = provenance_beside(path)
        if provenance is None and before is not None and not names_digest(before, package.digest):
            problem = "signs another archive, and would do so no more"
            hint = "raise the chart's version, sign with --sign, or remove the file"
            raise RefusedError(problem, where=str(signed), hint=hint)
        state = _state(path, package.content)
        files = {} if state is State.PRESENT else {path: package.content}
        if provenance is not None:
            files[signed] = provenance
        write_files(files)
    return state


def _state(path: Path, content: bytes) -> State:
    if not path.is_file():
        return State.WRITTEN
    is_equal = path.stat().st_size == len(content) and path.read_bytes() == content
    return State.PRESENT if is_equal else State.REPLACED


def provenance_beside(path: Path) -> bytes | None:
    """Give the provenance of the archive at a path, if it has one there.

    Raises:
        InputError: it cannot be read, or is too large.
    """
    return read_there(path.with_name(path.name + SUFFIX), limit=MAX_PROVENANCE)


def read_there(path: Path, *, limit: int) -> bytes | None:
    """Give what is there, if something is; a pipe might not end, and we hold the folder's lock.

    Raises:
        InputError: it is no file, cannot be read, or is larger than `limit` bytes.
    """
    if path.exists() and not path.is_file():
        raise InputError("is no file", where=str(path), hint="remove it, or name another folder")
    return read_bytes(path, limit=limit) if path.exists() else None


def names_digest(provenance: bytes, digest: str) -> bool:
    """Say whether a provenance, which nobody has checked, is about the archive of this digest."""
    return digest.encode() in provenance
