"""Chart archives: `.tgz` bytes to files and back, in memory.

What Helm 3.17 refuses is refused here too: its limits are 5 MiB a file and 100 MiB a chart, unpacked. Links
and more than `MAX_FILES` members are refused besides; Helm reads a link as an empty file.
"""

import codecs
import gzip
import io
import posixpath
import re
import tarfile
import zlib
from collections.abc import Mapping
from typing import Final

from chartgen.core.errors import InputError

MAX_FILE_BYTES: Final = 5 * 1024 * 1024
MAX_CHART_BYTES: Final = 100 * 1024 * 1024
MAX_FILES: Final = 50_000

_TAR_BLOCK: Final = 512
# Beside its files a tar holds a header or two for each of them, and padding.
_MAX_TAR_BYTES: Final = MAX_CHART_BYTES + 4 * _TAR_BLOCK * MAX_FILES
_DRIVE: Final = re.compile(r"[a-zA-Z]:/")


def unpack(content: bytes, *, name: str) -> dict[str, bytes]:
    """Give the files of a chart archive in its order, without the directory that all of them are in.

    A file that is there twice counts once, as the later one. `name` is for messages.

    Raises:
        InputError: not a gzipped tar, nothing in it, a name that leads out of the chart, a link, or a limit.
    """
    try:
        with tarfile.open(fileobj=io.BytesIO(_decompress(content, name)), mode="r:") as tar:
            return _members(tar, name)
    except tarfile.TarError as error:
        hint = "pack it again with `helm package`"
        raise InputError(f"not a chart archive: {error}", where=name, hint=hint) from error


def pack(files: Mapping[str, bytes]) -> bytes:
    """Give a `.tgz` of `files` for an engine to read at once: not compressed, in the order of the mapping."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for path, content in files.items():
            member = tarfile.TarInfo(f"chart/{path}")
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return gzip.compress(buffer.getvalue(), 0, mtime=0)


def _decompress(content: bytes, name: str) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as stream:
            tar = stream.read(_MAX_TAR_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        hint = "a chart is a directory with a Chart.yaml, or a .tgz made by `helm package`"
        raise InputError(f"not a gzipped archive: {error}", where=name, hint=hint) from error
    if len(tar) > _MAX_TAR_BYTES:
        raise InputError(f"unpacks to more than {MAX_CHART_BYTES} bytes", where=name)
    return tar


def _members(tar: tarfile.TarFile, name: str) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    budget = MAX_CHART_BYTES
    for count, member in enumerate(tar):
        if count >= MAX_FILES:
            raise InputError(f"holds more than {MAX_FILES} files", where=name)
        if member.isdir():
            continue
        path = _inside(member.name, name)
        if not member.isreg():
            hint = "put the file itself into the archive"
            raise InputError(f"{member.name} is a link or a device, not a file", where=name, hint=hint)
        budget -= member.size
        check_name(path, name)
        check_size(path, member.size, name)
        if budget < 0:
            raise InputError(f"unpacks to more than {MAX_CHART_BYTES} bytes", where=name)
        stream = tar.extractfile(member)
        files.pop(path, None)
        files[path] = stream.read().removeprefix(codecs.BOM_UTF8) if stream else b""
    if not files:
        raise InputError("the archive holds no files", where=name)
    return files


def check_size(path: str, size: int, name: str) -> None:
    """Refuse a file of a chart that Helm 3 would refuse.

    Raises:
        InputError: it is larger than `MAX_FILE_BYTES`.
    """
    if size > MAX_FILE_BYTES:
        hint = "leave it out of the chart with a rule in .helmignore"
        raise InputError(f"{path} is larger than {MAX_FILE_BYTES} bytes", where=name, hint=hint)


def check_name(path: str, name: str) -> None:
    """Refuse a file of a chart whose name an archive cannot carry as it is.

    Raises:
        InputError: control characters, bytes that are not UTF-8, or a backslash.
    """
    if "\\" in path or not path.isprintable():
        hint = "rename it, or leave it out of the chart with a rule in .helmignore"
        raise InputError(f"{path!r} cannot be the name of a file in a chart", where=name, hint=hint)


def _inside(member: str, name: str) -> str:
    """Give the path inside the chart of a member, or refuse it."""
    top, _, rest = member.replace("\\", "/").partition("/")
    if not rest and top not in {"", ".", ".."}:
        hint = "pack the chart's folder, as `helm package` does"
        raise InputError(f"the member {member!r} is in no folder", where=name, hint=hint)
    path = posixpath.normpath(rest) if rest else "."
    if path.startswith(("/", "..")) or path == "." or top in {"", ".."} or _DRIVE.match(path):
        raise InputError(f"the member {member!r} leads out of the chart's directory", where=name)
    return path
