"""Publishing to a chart repository's folder: the archive first, then the index that names it."""

from pathlib import Path
from typing import Final

from chartgen.chart.archive import MAX_CHART_BYTES
from chartgen.core.digest import digest_of
from chartgen.core.errors import InputError, RefusedError
from chartgen.core.files import check_writable, write_file, write_set
from chartgen.core.lock import folder_lock
from chartgen.release import index
from chartgen.release.publish import ExistsError, Published, Signed, check_signature
from chartgen.release.store import SUFFIX, names_digest, provenance_beside, read_there

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
        before = read_there(file, limit=_MAX_INDEX)
        after = index.with_entry(before, index.entry(package, url), file=str(file))
        is_named = before == after
        files = _missing(signed, target, is_named=is_named, replace_signature=replace_signature)
        if not is_named:
            check_writable(file)
        write_set(folder, files)
        if not is_named:
            write_file(file, after)
    # An archive that is elsewhere has no file here.
    there = target if target.exists() else file
    return Published(str(there), package.digest, is_named and not files)


def _missing(signed: Signed, target: Path, *, is_named: bool, replace_signature: bool) -> dict[str, bytes]:
    """Give the files that are to be written."""
    package, provenance = signed
    files = {}
    held = read_there(target, limit=MAX_CHART_BYTES)
    if held is not None and held != package.content:
        problem = f"is another archive: {digest_of(held)}, not {package.digest}"
        hint = "raise the chart's version, or remove the file if nobody has it"
        raise ExistsError(problem, where=str(target), hint=hint)
    # An archive that the index names may be elsewhere.
    if not is_named:
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
