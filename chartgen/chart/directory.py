"""Reading a chart directory as Helm does: `.helmignore`, links followed, names in Helm's order."""

import codecs
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from chartgen.chart.archive import MAX_CHART_BYTES, MAX_FILES, check_name, check_size
from chartgen.chart.helmignore import FILE_NAME as IGNORE_FILE
from chartgen.chart.helmignore import IgnoreRules, parse
from chartgen.core.errors import InputError

_LEAVE_OUT: Final = f"remove it, or leave it out with a rule in {IGNORE_FILE}"


def read_directory(directory: Path) -> dict[str, bytes]:
    """Give the files that Helm loads from a chart directory, with their paths in it, byte order mark removed.

    Raises:
        InputError: a file that cannot be read, is no regular file or too large; a link that leads nowhere or
            round in a circle; a bad `.helmignore`.
    """
    ignored = directory / IGNORE_FILE
    listed = _read(str(ignored), ignored.name, ignored.stat()) if ignored.is_file() else b""
    rules = parse(listed, file=str(ignored))
    files: dict[str, bytes] = {}
    budget, where = MAX_CHART_BYTES, str(directory)
    for count, (path, file, status) in enumerate(_walk(where, "", rules, (os.path.realpath(directory),))):
        if count >= MAX_FILES:
            raise InputError(f"holds more than {MAX_FILES} files", where=where)
        check_name(path, where)
        if stat.S_ISDIR(status.st_mode):
            continue
        content = _read(file, path, status)
        budget -= len(content)
        if budget < 0:
            raise InputError(f"holds more than {MAX_CHART_BYTES} bytes", where=where)
        files[path] = content.removeprefix(codecs.BOM_UTF8)
    return files


def _walk(
    directory: str, inside: str, rules: IgnoreRules, above: tuple[str, ...]
) -> Iterator[tuple[str, str, os.stat_result]]:
    """Yield path in the chart, file and status of all that is not left out; sorts directories by bytes."""
    try:
        with os.scandir(directory) as entries:
            names = sorted((entry.name for entry in entries), key=os.fsencode)
    except OSError as error:
        raise _unreadable(directory, error) from error
    for name in names:
        file, path = os.path.join(directory, name), inside + name  # noqa: PTH118 -- objects double the time
        try:
            status = os.stat(file)  # noqa: PTH116 -- as above
        except OSError as error:
            raise _unreadable(file, error) from error
        is_directory = stat.S_ISDIR(status.st_mode)
        if rules.leave_out(path, is_directory=is_directory):
            continue
        yield path, file, status
        if not is_directory:
            continue
        real = os.path.realpath(file)
        if real in above:
            problem = "this link leads back to a directory that it is in"
            raise InputError(problem, where=str(Path(file)), hint=_LEAVE_OUT)
        yield from _walk(file, f"{path}/", rules, (*above, real))


def _read(file: str, path: str, status: os.stat_result) -> bytes:
    # Opening a pipe would wait for its other end.
    if not stat.S_ISREG(status.st_mode):
        raise InputError("neither a file nor a directory", where=str(Path(file)), hint=_LEAVE_OUT)
    check_size(path, status.st_size, file)
    try:
        with open(file, "rb", buffering=0) as stream:  # noqa: PTH123 -- as above
            content = stream.read()
    except OSError as error:
        raise _unreadable(file, error) from error
    # It may have grown.
    check_size(path, len(content), file)
    return content


def _unreadable(file: str, error: OSError) -> InputError:
    hint = "check its permissions, and where links lead"
    return InputError(f"cannot be read: {error.strerror}", where=str(Path(file)), hint=hint)
