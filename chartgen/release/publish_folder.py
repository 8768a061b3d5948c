"""Publishing to a chart repository's folder: the archive first, then the index that names it."""

from pathlib import Path
from typing import Final

from chartgen.core.digest import digest_of
from chartgen.core.errors import InputError, RefusedError
from chartgen.core.files import write_file, write_set
from chartgen.core.lock import folder_lock
from chartgen.core.yaml import read_bytes
from chartgen.release import index
from chartgen.release.publish import ExistsError, Published, Signed, check_signature
from chartgen.release.store import SUFFIX, names_digest, provenance_beside

_MAX_INDEX: Final = 256 * 1024 * 1024


def to_folder(signed: Signed, folder: Path, *, url: str, replace_signature: bool) -> Published:
    """Put a package into a folder and its index; `url` is what the index has before names, or empty.

    Whoever else publishes to the folder at this time waits.

    Raises:
        InputError: the folder or its index cannot be read or written.
        ExistsError: another archive of this version is there, or another signature.
        RefusedError: a signature of something else is there.
        ToolError: somebody else holds the folder's lock for a minute.
    """
    if not folder.is_dir():
        raise InputError("no such folder", where=str(folder), hint="make it first, if the name is right")
    package = signed.package
    target, file = folder / package.file_name, folder / index.FILE_NAME
    with folder_lock(folder):
        before = read_bytes(file, limit=_MAX_INDEX) if file.exists() else None
        after = index.with_entry(before, index.entry(package, url), file=str(file))
        is_named = before == after
        files = _missing(signed, target, is_named=is_named, replace_signature=replace_signature)
        write_set(folder, files)
        if not is_named:
            write_file(file, after)
    return Published(str(target), package.digest, is_named and not files)


def _missing(signed: Signed, target: Path, *, is_named: bool, replace_signature: bool) -> dict[str, bytes]:
    """Give the files that are to be written."""
    package, provenance = signed
    files = {}
    # An archive that the index names may be elsewhere.
    if target.exists():
        held = digest_of(read_bytes(target, limit=_MAX_INDEX))
        if held != package.digest:
            hint = "raise the chart's version, or remove the file if nobody has it"
            raise ExistsError(
                f"is another archive: {held}, not {package.digest}", where=str(target), hint=hint
            )
    elif not is_named:
        files[target.name] = package.content
    there = provenance_beside(target)
    where = f"{target}{SUFFIX}"
    if provenance is None and there is not None and not names_digest(there, package.digest):
        raise RefusedError("signs another archive", where=where, hint="remove it")
    if is_named or there is not None:
        ours, theirs = (None if each is None else digest_of(each) for each in (provenance, there))
        is_wanted = check_signature(ours, theirs, where=where, replace=replace_signature)
    else:
        is_wanted = provenance is not None
    if is_wanted and provenance is not None:
        files[f"{target.name}{SUFFIX}"] = provenance
    return files
