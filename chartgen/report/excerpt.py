"""The line of a file that a finding is about, with a mark below what is meant."""

import unicodedata
from typing import Final

from chartgen.core.location import Location
from chartgen.core.visible import visible

_TAB: Final = "    "
_WIDEST: Final = 100
_NARROWEST: Final = 20
_BEFORE: Final = 0.6
"""Such a part of a long line stays before what is marked."""
_CUT: Final = "…"
_EDGE: Final = " |"


def excerpt(place: Location, line: str, *, color: int | None = None, width: int | None = None) -> list[str]:
    """Give the line with its number, and below it the mark, in a colour if there is one.

    Both are cut to the width of a terminal. Nothing is marked where the column is not known, or the line ends
    before it: the file has changed since.
    """
    number = f"{place.line:5}"
    widest = _WIDEST
    if width is not None:
        frame = _cells(f"{number}{_EDGE} {_CUT}")
        widest = max(min(width - frame, _WIDEST), _NARROWEST)
    shown = [_shown(letter) for letter in line.rstrip()]
    first, last = _marked(place, len(shown))
    before, marked, behind = shown[:first], shown[first:last], shown[last:]
    start = _start(before, int(widest * _BEFORE))
    if start:
        before = [_CUT, *before[start:]]
    text = _cut("".join((*before, *marked, *behind)), widest)
    lines = [f"{number}{_EDGE} {text}".rstrip()]
    if last > first:
        room = widest - _cells("".join(before))
        mark = "^" * max(min(_cells("".join(marked)), room), 1)
        if color is not None:
            mark = f"\x1b[{color}m{mark}\x1b[0m"
        lines.append(f"{' ' * len(number)}{_EDGE} {' ' * _cells(''.join(before))}{mark}")
    return lines


def _marked(place: Location, length: int) -> tuple[int, int]:
    """Give the first letter that is marked, and the one behind the last."""
    first = place.column - 1
    if not 0 <= first < length:
        return 0, 0
    if place.end_line > place.line:
        return first, length
    return first, min(max(place.end_column - 1, first + 1), length)


def _start(before: list[str], most: int) -> int:
    """Give how many letters are left out at the start of a line, so that at most so many cells stay."""
    start, cells = 0, _cells("".join(before))
    while cells > most:
        cells -= _cells(before[start])
        start += 1
    return start


def _cut(text: str, widest: int) -> str:
    cells = 0
    for at, letter in enumerate(text):
        cells += _cells(letter)
        if cells > widest:
            return text[:at] + _CUT
    return text


def _shown(letter: str) -> str:
    return _TAB if letter == "\t" else visible(letter)


def _cells(text: str) -> int:
    """Give the width of a text on a terminal: letters of East Asia take two cells, marks on others none."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(letter) else 1 + (unicodedata.east_asian_width(letter) in "WF")
        for letter in text
    )
