"""A small edit of a text, as a repair of what is wrong in it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """A part of one line of a file and the text in its place, without line ends; columns count from 1.

    `end_column` is the one behind the part; 0 takes the rest of the line with its line end.
    """

    file: str
    line: int
    column: int
    end_column: int
    text: str = ""
