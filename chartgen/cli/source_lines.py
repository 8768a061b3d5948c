"""Lines of the files that findings are about, for the excerpts of a report."""

import re
from functools import lru_cache
from pathlib import Path
from typing import Final

_LARGEST: Final = 4 * 1024 * 1024
_END: Final = re.compile(r"\r\n|\r|\n")


def line_of(file: str, line: int) -> str | None:
    """Give a line, counted from 1, of a file; None of what is no file of text, as a place in an archive."""
    lines = _lines(file)
    return lines[line - 1] if 0 < line <= len(lines) else None


@lru_cache(maxsize=8)
def _lines(file: str) -> tuple[str, ...]:
    """Read a file; findings come sorted by file."""
    path = Path(file)
    try:
        # A pipe or device would make us wait.
        if not path.is_file() or path.stat().st_size > _LARGEST:
            return ()
        return tuple(_END.split(path.read_text("utf-8-sig")))
    except (OSError, ValueError):
        return ()
