"""Files on disk: each is written whole or not at all, and left alone when it does not change.

A file appears by rename from a temporary one beside it, so a kill at any moment leaves only whole files. A
temporary file that a kill left behind has a name of `TEMPORARY` and goes with the next write to its folder.
Nothing is synced: what a power cut loses is written again by the next run, and waiting for the disk after
each file would cost more than everything else.
"""

import contextlib
import os
import re
import stat
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Final

from chartgen.core.errors import InputError

TEMPORARY: Final = re.compile(r"\.chartgen-[a-z0-9_]+\.tmp")
"""The names of temporary files."""

MAX_ENTRY_BYTES: Final = 5 * 1024 * 1024
"""As much as Helm takes in one file of a chart."""

_MODE: Final = 0o644


def write_set(root: Path, files: Mapping[str, bytes]) -> list[str]:
    """Write files by their POSIX paths below `root`; give the paths of those that changed, sorted.

    Raises:
        InputError: a folder or file cannot be made or written; those before it are written.
    """
    changed = []
    for path in files:
        _refuse_ways_out(root, path)
    try:
        for folder in sorted({(root / path).parent for path in files}):
            folder.mkdir(parents=True, exist_ok=True)
            _sweep(folder)
        for path, data in sorted(files.items()):
            target = root / path
            if not _has(target, data):
                _replace(target, data)
                changed.append(path)
    except OSError as error:
        raise _cannot_write(error, root) from error
    return changed


def write_file(path: Path, data: bytes) -> None:
    """Write one file that a user named, and make the folders that lead to it.

    A link is followed. What is there and no file, a pipe or `/dev/stdout`, is written to where it stands.

    Raises:
        InputError: it cannot be written.
    """
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(data)
            return
        target = Path(os.path.realpath(path))
        target.parent.mkdir(parents=True, exist_ok=True)
        # Temporary files of others stay: another run may be writing its report beside this one.
        _replace(target, data)
    except OSError as error:
        problem = f"cannot be written: {error.strerror or error}"
        raise InputError(problem, where=str(path), hint="name a file that you may write") from error


def remove(root: Path, paths: Iterable[str]) -> None:
    """Remove files below `root`, and the folders that they leave empty.

    Raises:
        InputError: a file cannot be removed.
    """
    try:
        for path in paths:
            _refuse_ways_out(root, path)
            target = root / path
            target.unlink(missing_ok=True)
            for folder in target.parents:
                if folder == root or any(folder.iterdir()):
                    break
                folder.rmdir()
    except OSError as error:
        raise _cannot_write(error, root) from error


def list_tree(root: Path) -> list[str]:
    """Give the POSIX paths of every file below `root`, sorted; temporary ones are left out.

    Raises:
        InputError: a folder cannot be read.
    """
    try:
        return sorted(path.relative_to(root).as_posix() for path in _walk(root))
    except OSError as error:
        raise _cannot_read(error, root) from error


def read_entry(path: Path) -> bytes:
    """Read a file that somebody may have put there.

    A symbolic link counts as a file with the text `-> target`: it is never followed out of the folder. A pipe
    or device counts as `-> no file`: it is never read, for it might not end. Nor is a file of more than
    `MAX_ENTRY_BYTES`.

    Raises:
        InputError: it cannot be read.
    """
    try:
        status = path.lstat()
        if stat.S_ISLNK(status.st_mode):
            return b"-> " + os.fsencode(path.readlink())
        if not stat.S_ISREG(status.st_mode):
            return b"-> no file"
        if status.st_size > MAX_ENTRY_BYTES:
            return f"-> a file of {status.st_size} bytes".encode()
        return path.read_bytes()
    except OSError as error:
        raise _cannot_read(error, path) from error


def _refuse_ways_out(root: Path, path: str) -> None:
    """Refuse a path that leaves `root`: by its parts, or by a folder that is a link."""
    parts = PurePosixPath(path).parts
    if not parts or path.startswith("/") or ".." in parts or "\0" in path:
        raise InputError(f"{path!r} is no path below the folder", where=str(root))
    folder = root
    for part in parts[:-1]:
        folder /= part
        if folder.is_symlink():
            raise InputError("is a link, which is not followed", where=str(folder), hint="remove the link")


def _walk(folder: Path) -> Iterator[Path]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(Path(entry.path))
            elif not TEMPORARY.fullmatch(entry.name):
                yield Path(entry.path)


def _has(target: Path, data: bytes) -> bool:
    with contextlib.suppress(FileNotFoundError):
        # A pipe or device in its place is replaced, never read: it might not end.
        status = target.lstat()
        return stat.S_ISREG(status.st_mode) and status.st_size == len(data) and target.read_bytes() == data
    return False


def _replace(target: Path, data: bytes) -> None:
    descriptor, name = tempfile.mkstemp(prefix=".chartgen-", suffix=".tmp", dir=target.parent)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            os.fchmod(stream.fileno(), _MODE)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _sweep(folder: Path) -> None:
    for entry in list(os.scandir(folder)):
        if TEMPORARY.fullmatch(entry.name):
            Path(entry.path).unlink(missing_ok=True)


def _cannot_read(error: OSError, root: Path) -> InputError:
    problem = f"cannot be read: {error.strerror or error}"
    return InputError(problem, where=str(error.filename or root))


def _cannot_write(error: OSError, root: Path) -> InputError:
    return InputError(
        f"cannot be written: {error.strerror or error}",
        where=str(error.filename or root),
        hint="choose a folder that you may write to",
    )
