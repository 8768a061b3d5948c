"""The chart on disk: compared with what it should be, and brought there."""

import difflib
from collections.abc import Iterable, Mapping
from pathlib import Path

from chartgen.core.errors import InputError, RefusedError
from chartgen.core.files import list_tree, read_entry, remove, write_set
from chartgen.generate.chart import LIST_FILE


def drift(directory: Path, wanted: Mapping[str, bytes]) -> str:
    """Give the unified diff from the files on disk to the wanted ones; empty when they are equal.

    Files that the generator did not write count as drift: they would be part of the chart.

    Raises:
        InputError: the directory cannot be read.
    """
    return difference(directory, _present(directory), wanted)


def difference(directory: Path, present: Iterable[str], wanted: Mapping[str, bytes]) -> str:
    """Give the unified diff from the files of a directory, by their paths in it, to the wanted ones.

    Raises:
        InputError: a file cannot be read.
    """
    lines: list[str] = []
    names = {*present}
    for path in sorted({*names, *wanted}):
        name = str(directory / path)
        before = read_entry(directory / path) if path in names else None
        if before != wanted.get(path):
            # An empty file, a last line without its end or bytes that are no text have no lines to show.
            lines += _diff(name, before, wanted.get(path)) or [f"files differ: {name}\n"]
    return "".join(lines)


def write(directory: Path, wanted: Mapping[str, bytes]) -> tuple[list[str], list[str]]:
    """Bring the directory to exactly the wanted files; give the paths written and those removed.

    The list of own files goes first, with old and new ones: after a kill the next run knows all of them.

    Raises:
        RefusedError: as `obsolete_files`.
        InputError: the directory is a file, or cannot be written.
    """
    obsolete = obsolete_files(directory, wanted)
    both = "".join(f"{path}\n" for path in sorted({*wanted, *obsolete})).encode()
    listed = write_set(directory, {LIST_FILE: both})
    written = write_set(directory, {path: data for path, data in wanted.items() if path != LIST_FILE})
    remove(directory, obsolete)
    listed += write_set(directory, {LIST_FILE: wanted[LIST_FILE]})
    return written + listed[:1], obsolete


def obsolete_files(directory: Path, wanted: Mapping[str, bytes]) -> list[str]:
    """Give the paths of the files that `write` would remove, before anything is written.

    Raises:
        RefusedError: the directory holds a file that the generator did not write.
        InputError: the directory is a file, or cannot be read.
    """
    present = _present(directory)
    own = {LIST_FILE, *(_listed(directory) if LIST_FILE in present else ())}
    # Only what has a wanted name is read: the list may be lost, with all files in place.
    foreign = [
        path
        for path in present
        if path not in own and (path not in wanted or read_entry(directory / path) != wanted[path])
    ]
    if foreign:
        raise RefusedError(
            f"not written by chartgen: {', '.join(foreign[:5])}"
            + (f" and {len(foreign) - 5} more" if len(foreign) > 5 else ""),  # noqa: PLR2004 -- as many as fit a line
            where=str(directory),
            hint="move it away, or choose another folder with --output",
        )
    for path in wanted:
        if (directory / path).is_dir() and not (directory / path).is_symlink():
            raise RefusedError("is a folder", where=str(directory / path), hint="move it away")
    return [path for path in present if path not in wanted]


def _present(directory: Path) -> list[str]:
    if not directory.exists():
        return []
    if not directory.is_dir():
        raise InputError("is a file, not a folder", where=str(directory), hint="choose another folder")
    return list_tree(directory)


def _listed(directory: Path) -> list[str]:
    return read_entry(directory / LIST_FILE).decode(errors="replace").splitlines()


def _diff(name: str, before: bytes | None, after: bytes | None) -> list[str]:
    old, new = _lines(before), _lines(after)
    labels = (name if before is not None else "/dev/null", name if after is not None else "/dev/null")
    return list(difflib.unified_diff(old, new, *labels))


def _lines(data: bytes | None) -> list[str]:
    text = (data or b"").decode(errors="replace")
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    return lines
