"""Where something stands: a file position, a values path, an object."""

from typing import NamedTuple


class Location(NamedTuple):
    """A place that a person can open.

    Lines and columns count from 1; 0 means unknown. `values_path` is dotted as in `--set`
    (`networks.data.ranges[0].range`), `object` is `Kind/namespace/name` or `Kind/name`.
    """

    file: str
    line: int = 0
    column: int = 0
    end_line: int = 0
    end_column: int = 0
    values_path: str = ""
    object: str = ""

    def __str__(self) -> str:
        """Give `file:line:column`, leaving out what is unknown."""
        parts = [self.file]
        if self.line:
            parts.append(str(self.line))
            if self.column:
                parts.append(str(self.column))
        return ":".join(parts)
