"""Reading a chart directory as Helm does: `.helmignore`, links followed, names in Helm's order."""

import codecs
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from chartgen.chart.archive import MAX_CHART_BYTES, MAX_FILES, check_name, check_size
from chartgen.chart.helmignore import FILE_NAME as IGNORE_FILE
from chartgen.chart.helmignore import IgnoreRules, parse
from chartgen.core.errors import InputError


def read_directory(directory: Path) -> dict[str, bytes]:
    """Give the files that Helm loads from a chart directory, with their paths in it, byte order mark removed.

    Raises:
        InputError: a file that cannot be read, is no regular file or too large; a link that leads nowhere or
            round in a circle; a bad `.helmignore`.
    """
    ignored = directory / IGNORE_FILE
    rules = parse(_read(ignored) if ignored.is_file() else b"", file=str(ignored))
    files: dict[str, bytes] = {}
    budget = MAX_CHART_BYTES
    for count, (path, file) in enumerate(_walk(directory, "", rules, (os.path.realpath(directory),))):
        if count >= MAX_FILES:
            raise InputError(f"holds more than {MAX_FILES} files", where=str(directory))
        if file.is_dir():
            continue
        content = _read(file)
        check_size(path, len(content), str(directory))
        budget -= len(content)
        if budget < 0:
            raise InputError(f"holds more than {MAX_CHART_BYTES} bytes", where=str(directory))
        files[path] = content.removeprefix(codecs.BOM_UTF8)
    return files


def _walk(
    directory: Path, inside: str, rules: IgnoreRules, above: tuple[str, ...]
) -> Iterator[tuple[str, Path]]:
    """Yield path in the chart and file of all that is not left out, each directory sorted by bytes."""
    try:
        names = sorted((file.name for file in directory.iterdir()), key=os.fsencode)
    except OSError as error:
        raise _unreadable(directory, error) from error
    for name in names:
        file, path = directory / name, inside + name
        try:
            is_directory = stat.S_ISDIR(file.stat().st_mode)
        except OSError as error:
            raise _unreadable(file, error) from error
        if rules.leave_out(path, is_directory=is_directory):
            continue
        check_name(path, str(directory))
        yield path, file
        if not is_directory:
            continue
        real = os.path.realpath(file)
        if real in above:
            raise InputError("this link leads back to a directory that it is in", where=str(file))
        yield from _walk(file, f"{path}/", rules, (*above, real))


def _read(file: Path) -> bytes:
    try:
        # Opening a pipe would wait for its other end.
        if not stat.S_ISREG(file.stat().st_mode):
            raise InputError("neither a file nor a directory", where=str(file))
        check_size(file.name, file.stat().st_size, str(file.parent))
        return file.read_bytes()
    except OSError as error:
        raise _unreadable(file, error) from error


def _unreadable(file: Path, error: OSError) -> InputError:
    return InputError(f"cannot be read: {error.strerror}", where=str(file))
