"""Files on disk: each is written whole or not at all, and left alone when it does not change.

One that is there keeps its mode, and its owner where we may give files away. A file appears by rename from a
temporary one beside it, so a kill at any moment leaves only whole files. A temporary file that a kill left
behind has a name of `TEMPORARY` and goes with the next write to its folder. Nothing is synced: what a power
cut loses is written again by the next run, and waiting for the disk after each file would cost more than
everything else.
"""

import contextlib
import itertools
import os
import re
import stat
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Final

from chartgen.core.errors import InputError

TEMPORARY: Final = re.compile(r"\.chartgen-[a-z0-9_]+\.tmp")
"""The names of temporary files."""

MAX_ENTRY_BYTES: Final = 5 * 1024 * 1024
"""As much as Helm takes in one file of a chart."""

_MODE: Final = 0o644
_NUMBERS: Final = itertools.count()


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
    """Write one file that a user named; as `write_files`."""
    write_files({path: data})


def write_files(files: Mapping[Path, bytes]) -> None:
    """Write files that a user named, and make the folders that lead to them.

    All stand beside their places before the first one is replaced. A link is followed. What is there and no
    file, a pipe or `/dev/stdout`, is written to where it stands.

    Raises:
        InputError: one cannot be written. Then none is, unless it was the last step that failed: the hint
            says which are.
    """
    with contextlib.ExitStack() as temporary:
        steps: dict[Path, Callable[[], object]] = {}
        for path, data in files.items():
            with _told(path, (), files):
                steps[path] = _prepared(path, data, temporary)
        written: list[Path] = []
        for path, step in steps.items():
            with _told(path, written, files):
                step()
            written.append(path)


def check_writable(path: Path) -> None:
    """Refuse, before there is something to write, a place where `write_file` could not write it.

    Raises:
        InputError: it could not.
    """
    with _told(path, (), (path,)):
        if path.exists() and not path.is_file() and not path.is_dir():
            # A pipe or device shows only when it is used.
            return
        target = Path(os.path.realpath(path))
        _open_to_write(target)
        folder = next(each for each in target.parents if each.exists())
        descriptor, name = _new_file(folder)
        os.close(descriptor)
        Path(name).unlink()


def _prepared(path: Path, data: bytes, temporary: contextlib.ExitStack) -> Callable[[], object]:
    """Do all that may fail; give the last step, and leave to a context what must not stay without it."""
    if path.exists() and not path.is_file():
        return partial(path.write_bytes, data)
    target = Path(os.path.realpath(path))
    target.parent.mkdir(parents=True, exist_ok=True)
    _open_to_write(target)
    # Temporary files of others stay: another run may be writing its report beside this one.
    ready = _beside(target, data)
    temporary.callback(ready.unlink, missing_ok=True)
    return partial(ready.replace, target)


def _open_to_write(target: Path) -> None:
    """Meet what the system has against it: a file that may not be written can still be replaced."""
    with contextlib.suppress(FileNotFoundError):
        os.close(os.open(target, os.O_WRONLY))


@contextlib.contextmanager
def _told(path: Path, written: Collection[Path], files: Collection[Path]) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        hint = "name a file that you may write"
        if len(files) > 1:
            rest = ", ".join(str(each) for each in files if each not in written)
            hint = f"written: {', '.join(map(str, written))}; not written: {rest}"
            hint = hint if written else f"none of {len(files)} files is written"
        problem = f"cannot be written: {error.strerror or error}"
        raise InputError(problem, where=str(path), hint=hint) from error


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
    ready = _beside(target, data)
    try:
        ready.replace(target)
    finally:
        ready.unlink(missing_ok=True)


def _beside(target: Path, data: bytes) -> Path:
    """Write a temporary file that can take the place of a target."""
    descriptor, name = _new_file(target.parent)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            _make_like(target, stream.fileno())
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)


def _new_file(folder: Path) -> tuple[int, str]:
    """Open a temporary file that only we may read; the module tempfile takes a tenth of a start to import."""
    while True:
        path = str(folder / f".chartgen-{os.getpid()}_{next(_NUMBERS)}.tmp")
        # A file of this name may be left from a process that had our number and was killed.
        with contextlib.suppress(FileExistsError):
            return os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), path


def _make_like(target: Path, descriptor: int) -> None:
    """Give a file the owner and mode of the one whose place it takes."""
    mode = _MODE
    with contextlib.suppress(FileNotFoundError):
        status = target.lstat()
        if stat.S_ISREG(status.st_mode):
            mode = stat.S_IMODE(status.st_mode)
            # Only root may give files away.
            with contextlib.suppress(PermissionError):
                os.fchown(descriptor, status.st_uid, status.st_gid)
    os.fchmod(descriptor, mode)


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
