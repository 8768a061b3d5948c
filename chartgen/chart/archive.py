"""Chart archives: `.tgz` bytes to files and back, in memory.

What is packed depends on nothing but the files: the libraries of Python and zlib write other bytes in other
versions, so headers of tar and blocks of gzip are written here (POSIX pax, RFC 1951 and 1952).

What Helm 3.17 refuses is refused here too: its limits are 5 MiB a file and 100 MiB a chart, unpacked. Links
and more than `MAX_FILES` members are refused besides; Helm reads a link as an empty file.
"""

import codecs
import contextlib
import io
import math
import posixpath
import re
import struct
import zlib
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Final, NamedTuple

from chartgen.chart.tar_headers import misread
from chartgen.core.errors import InputError

if TYPE_CHECKING:
    import tarfile

MAX_FILE_BYTES: Final = 5 * 1024 * 1024
MAX_CHART_BYTES: Final = 100 * 1024 * 1024
MAX_FILES: Final = 50_000

LATEST: Final = 8**11 - 1
"""The latest time that a header of tar can say, in seconds since 1970."""

_TAR_BLOCK: Final = 512
_MAX_TAR_NAME: Final = 100
# The most that a stored block of deflate holds.
_STORED: Final = 0xFFFF
# Beside its files a tar holds a header or two for each of them, and padding.
_MAX_TAR_BYTES: Final = MAX_CHART_BYTES + 4 * _TAR_BLOCK * MAX_FILES
_PACK_AGAIN: Final = "pack it again with `helm package`"
_DRIVE: Final = re.compile(r"[a-zA-Z]:/")


def unpack(content: bytes, *, name: str) -> dict[str, bytes]:
    """Give the files of a chart archive in its order, without the directory that all of them are in.

    A file that is there twice counts once, as the later one. `name` is for messages.

    Raises:
        InputError: not a gzipped tar, nothing in it, a name that leads out of the chart, a link, a limit, or
            headers that Helm may read otherwise.
    """
    with _opened(content, name) as tar:
        return _members(tar, name)


def pack(files: Mapping[str, bytes], *, folder: str = "chart", time: int = 0) -> bytes:
    """Give a `.tgz` of `files`, below `folder` and in the order of the mapping, not compressed.

    `time` is that of all members, in seconds since 1970, at most `LATEST`.
    """
    blocks: list[bytes] = []
    for path, content in files.items():
        blocks += _member(f"{folder}/{path}".encode(), content, time)
    blocks.append(bytes(2 * _TAR_BLOCK))
    return compress(b"".join(blocks))


class Member(NamedTuple):
    """A file of an archive: its path in the chart, and its time in seconds since 1970."""

    path: str
    time: int


def members(content: bytes, *, name: str) -> list[Member]:
    """Give the files of an archive that `unpack` takes, in its order.

    Raises:
        InputError: it is no archive.
    """
    with _opened(content, name) as tar:
        return [Member(path_inside(each.name, name), _time(each.mtime)) for each in tar if each.isreg()]


def _time(stated: float) -> int:
    """Give a time that `pack` can write, for one that anybody may have written."""
    return int(min(max(0, stated), LATEST)) if math.isfinite(stated) else 0


def _member(name: bytes, content: bytes, time: int) -> Iterator[bytes]:
    if len(name) > _MAX_TAR_NAME or not name.isascii():
        record = _pax_record(name)
        yield _header(b"pax", len(record), time, b"x")
        yield record
        yield bytes(-len(record) % _TAR_BLOCK)
        # Who does not know pax has to make do with this.
        name = name[:_MAX_TAR_NAME]
    yield _header(name, len(content), time, b"0")
    yield content
    yield bytes(-len(content) % _TAR_BLOCK)


def _pax_record(name: bytes) -> bytes:
    """Give `<length> path=<name>`, where the length counts its own digits."""
    body = b" path=" + name + b"\n"
    length = len(body)
    while len(body) + len(str(length)) != length:
        length = len(body) + len(str(length))
    return str(length).encode() + body


def _header(name: bytes, size: int, time: int, kind: bytes) -> bytes:
    before = (
        name.ljust(_MAX_TAR_NAME, b"\0") + b"0000644\0" + 2 * b"0000000\0" + b"%011o\0%011o\0" % (size, time)
    )
    after = kind + bytes(_MAX_TAR_NAME) + b"ustar\x0000" + bytes(64) + 2 * b"0000000\0"
    # The sum counts its own eight bytes as spaces.
    total = sum(before) + sum(after) + 8 * ord(" ")
    return (before + b"%06o\0 " % total + after).ljust(_TAR_BLOCK, b"\0")


def compress(data: bytes) -> bytes:
    """Frame a tar as gzip, in deflate's stored blocks; the header has neither time nor name nor system."""
    parts = [b"\x1f\x8b\x08\0\0\0\0\0\0\xff"]
    for start in range(0, len(data), _STORED):
        block = data[start : start + _STORED]
        is_last = start + _STORED >= len(data)
        parts += struct.pack("<BHH", is_last, len(block), len(block) ^ _STORED), block
    parts.append(struct.pack("<II", zlib.crc32(data), len(data) & 0xFFFFFFFF))
    return b"".join(parts)


def decompress(content: bytes, *, name: str) -> bytes:
    """Give the tar in a gzipped archive.

    Raises:
        InputError: not gzip, or more than a chart can be.
    """
    try:
        with import_module("gzip").GzipFile(fileobj=io.BytesIO(content)) as stream:
            tar: bytes = stream.read(_MAX_TAR_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        hint = "a chart is a directory with a Chart.yaml, or a .tgz made by `helm package`"
        raise InputError(f"not a gzipped archive: {error}", where=name, hint=hint) from error
    if len(tar) > _MAX_TAR_BYTES:
        raise InputError(f"unpacks to more than {MAX_CHART_BYTES} bytes", where=name)
    return tar


@contextlib.contextmanager
def _opened(content: bytes, name: str) -> "Iterator[tarfile.TarFile]":
    # By name, as gzip: who packs or reads a directory waits for neither.
    library = import_module("tarfile")
    data = decompress(content, name=name)
    try:
        with library.open(fileobj=io.BytesIO(data), mode="r:") as tar:
            yield tar
    # Numbers in headers may be larger than the library can seek to.
    except (library.TarError, OverflowError, ValueError) as error:
        raise InputError(f"not a chart archive: {error}", where=name, hint=_PACK_AGAIN) from error
    if problem := misread(data):
        raise InputError(f"not to be trusted: {problem}", where=name, hint=_PACK_AGAIN)


def _members(tar: "tarfile.TarFile", name: str) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    budget = MAX_CHART_BYTES
    for count, member in enumerate(tar):
        if count >= MAX_FILES:
            raise InputError(f"holds more than {MAX_FILES} files", where=name)
        if member.isdir():
            continue
        path = path_inside(member.name, name)
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


def path_inside(member: str, name: str) -> str:
    """Give the path inside the chart of a member of an archive.

    Raises:
        InputError: it is in no folder, or leads out of it.
    """
    top, _, rest = member.replace("\\", "/").partition("/")
    if not rest and top not in {"", ".", ".."}:
        hint = "pack the chart's folder, as `helm package` does"
        raise InputError(f"the member {member!r} is in no folder", where=name, hint=hint)
    path = posixpath.normpath(rest) if rest else "."
    if path.startswith(("/", "..")) or path == "." or top in {"", ".."} or _DRIVE.match(path):
        raise InputError(f"the member {member!r} leads out of the chart's directory", where=name)
    return path
