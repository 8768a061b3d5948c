"""What is odd about an archive: programs may find other files in it than we do.

Readers of tar differ in headers that nobody writes without intent: Go's library, which is Helm's, takes a
sum or a name that Python's does not, so that a template may be there for Helm alone. Not odd is what Helm,
GNU tar and libarchive write.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from chartgen.chart import archive

_BLOCK: Final = 512
_NUMBER: Final = re.compile(rb" *[0-7]+[ \0]*")
_MODES: Final = 0o7777
_RECORDS: Final = re.compile(
    rb"(?:\d+ (?:path|[amc]time|[ug]id|[ug]name|comment|SCHILY\.[^=\n]*|LIBARCHIVE\.[^=\n]*)=[^\n\0]*\n)+"
)
_COMMENTS: Final = re.compile(rb"(?:\d+ comment=[^\n\0]*\n)+")


def oddities(content: bytes, *, name: str) -> Iterator[str]:
    """Say what is odd about an archive that `archive.unpack` takes; `name` is for messages.

    Raises:
        InputError: it is no archive.
    """
    paths = Counter(each.path for each in archive.members(content, name=name))
    yield from (f"{path} is {count} times in the package" for path, count in paths.items() if count > 1)
    tar = archive.decompress(content, name=name)
    position, before = 0, b""
    while any(header := tar[position : position + _BLOCK]):
        kind = header[156:157]
        data = position + _BLOCK
        size = _size(header)
        # What describes the next header stands alone before it: readers differ in which of two counts.
        if size is None or not _is_plain(kind, tar[data : data + size], before):
            yield f"the header at byte {position} of the package's tar is not read alike by all programs"
            return
        position, before = data + -(-size // _BLOCK) * _BLOCK, kind
    if any(tar[position:]):
        yield "something stands behind the end of the package's tar"


def _size(header: bytes) -> int | None:
    """Give the size of what follows a header; nothing if readers may differ about it."""
    fields = header[100:108], header[124:136], header[148:156]
    if not all(_NUMBER.fullmatch(field) for field in fields):
        return None
    mode, size, total = (int(field.strip(b" \0"), 8) for field in fields)
    # The sum counts its own eight bytes as spaces.
    if mode > _MODES or total != sum(header) - sum(fields[2]) + 8 * ord(" "):
        return None
    # Some take a prefix of the name there whatever the format is.
    free = 500 if header[257:263] == b"ustar\0" else 345
    return None if any(header[free:]) else size


def _is_plain(kind: bytes, data: bytes, before: bytes) -> bool:
    """Say whether all readers take a member for the same: a file, a folder, or what describes the next."""
    is_first = before not in {b"x", b"L"}
    return (
        kind == b"0"
        or (kind == b"5" and not data)
        or (kind == b"L" and is_first)
        or (kind == b"x" and is_first and bool(_RECORDS.fullmatch(data)))
        or (kind == b"g" and is_first and bool(_COMMENTS.fullmatch(data)))
    )
