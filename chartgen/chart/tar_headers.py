"""Headers of a tar that programs read differently, so that Helm finds other files in it than we do.

Nobody writes such without intent: Go's library, which is Helm's, takes a sum or a name that Python's does
not, and a template is there for Helm alone. What Helm, GNU tar and libarchive write is read alike.
"""

import re
from typing import Final

_BLOCK: Final = 512
# Compiled where an archive is read: who packs one waits for none of them.
_NUMBER: Final = rb" *[0-7]+[ \0]*"
_MODES: Final = 0o7777
_RECORDS: Final = (
    rb"(?:\d+ (?:path|[amc]time|[ug]id|[ug]name|comment|SCHILY\.[^=\n]*|LIBARCHIVE\.[^=\n]*)=[^\n\0]*\n)+"
)
_COMMENTS: Final = rb"(?:\d+ comment=[^\n\0]*\n)+"


def misread(tar: bytes) -> str:
    """Say what in a tar programs read differently; an empty text where they do not."""
    position, before = 0, b""
    while any(header := tar[position : position + _BLOCK]):
        kind = header[156:157]
        data = position + _BLOCK
        size = _size(header)
        # What describes the next header stands alone before it: readers differ in which of two counts.
        if size is None or not _is_plain(header, tar[data : data + size], before):
            return f"the header at byte {position} of its tar is not read alike by all programs"
        position, before = data + -(-size // _BLOCK) * _BLOCK, kind
    return "something stands behind the end of its tar" if any(tar[position:]) else ""


def _size(header: bytes) -> int | None:
    """Give the size of what follows a header; nothing if readers may differ about it."""
    fields = header[100:108], header[124:136], header[148:156]
    if not all(re.fullmatch(_NUMBER, field) for field in fields):
        return None
    mode, size, total = (int(field.strip(b" \0"), 8) for field in fields)
    # The sum counts its own eight bytes as spaces.
    if mode > _MODES or total != sum(header) - sum(fields[2]) + 8 * ord(" "):
        return None
    # Some take a prefix of the name there whatever the format is.
    free = 500 if header[257:263] == b"ustar\0" else 345
    return None if any(header[free:]) else size


def _is_plain(header: bytes, data: bytes, before: bytes) -> bool:
    """Say whether all readers take a member for the same: a file, a folder, or what describes the next."""
    kind, name, is_first = header[156:157], header[:100].rstrip(b"\0"), before not in {b"x", b"L"}
    return (
        kind == b"0"
        # As Helm 2 wrote files; with a slash at the end of its name it is a folder.
        or (kind == b"\0" and is_first and not name.endswith(b"/"))
        or (kind == b"5" and not data)
        or (kind == b"L" and is_first)
        or (kind == b"x" and is_first and bool(re.fullmatch(_RECORDS, data)))
        or (kind == b"g" and is_first and bool(re.fullmatch(_COMMENTS, data)))
    )
