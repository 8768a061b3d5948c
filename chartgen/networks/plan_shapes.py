"""The parts of a picture: what SVG needs for a text, a mark, and the look of both."""

from dataclasses import dataclass
from html import escape
from typing import Final

WIDTH: Final = 960
LEFT: Final = 28
RIGHT: Final = WIDTH - LEFT
LEAST: Final = 2
"""No mark is narrower, in pixels."""
NARROW: Final = 8
"""Below that many pixels there is no room for anything in a bar."""
FONT: Final = 12
_NARROW_LETTERS: Final = frozenset(" .,:;|'!()[]/fijlrtI-")
_WIDE_LETTERS: Final = frozenset("mwMWOQ@%")
_FIRST_IDEOGRAPH: Final = 0x2E80

STYLE: Final = """
.cg text{font:12px system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;fill:#1f2328}
.cg .head{font-size:20px;font-weight:600}
.cg .name{font-weight:600}
.cg .block{font-size:14px;font-weight:600}
.cg .soft{fill:#505a64}
.cg .warn{fill:#9a2d05}
.cg .page{fill:#fff}
.cg .frame{fill:none;stroke:#c4ccd4}
.cg .track{fill:none;stroke:#68727d}
.cg .free{fill:#0b5cad}
.cg .line{stroke:#505a64;stroke-width:1.5}
.cg .over{fill:none;stroke:#9a2d05;stroke-width:2;stroke-dasharray:5 3}
.cg .halo{fill:none;stroke:#fff;stroke-width:4}
.cg .gate{fill:#1f2328;stroke:#1f2328;stroke-width:1.5}
@media (prefers-color-scheme:dark){
.cg text{fill:#e6edf3}
.cg .soft{fill:#a5b0bb}
.cg .warn{fill:#ffa36b}
.cg .page{fill:#0d1117}
.cg .frame{stroke:#3b434c}
.cg .track{stroke:#8d97a2}
.cg .free{fill:#58a6ff}
.cg .line{stroke:#a5b0bb}
.cg .over{stroke:#ffa36b}
.cg .halo{stroke:#0d1117}
.cg .gate{fill:#e6edf3;stroke:#e6edf3}
}"""
"""Both schemes: text and marks keep 4.5:1 against the page."""

HATCH: Final = (
    '<defs><pattern id="cg-hatch" width="5" height="5" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect class="page" width="5" height="5"/>'
    '<path class="line" d="M2.5 0V5"/></pattern></defs>'
)


@dataclass(frozen=True, slots=True)
class Scale:
    """Where the addresses of a panel lie."""

    first: int
    size: int

    def at(self, address: int) -> float:
        """Give the place of the start of an address."""
        # Integers first: a float has no room for an IPv6 address.
        hundredths = (address - self.first) * (RIGHT - LEFT) * 100 // self.size
        return LEFT + min(max(hundredths, 0), (RIGHT - LEFT) * 100) / 100

    def bar(self, first: int, last: int) -> tuple[float, float]:
        """Give left edge and width of addresses; what is too narrow to be seen is widened."""
        left, right = self.at(first), self.at(last + 1)
        width = max(right - left, LEAST)
        return min(left, RIGHT - width), width


def width_of(text: str, *, bold: bool = False) -> float:
    """Give about how wide a text is in the wider ones of the usual fonts."""
    return sum(map(_ems, text)) * FONT * (1.1 if bold else 1)


def _ems(letter: str) -> float:
    if letter in _NARROW_LETTERS:
        return 0.4
    if ord(letter) >= _FIRST_IDEOGRAPH:
        return 1.1
    return 0.96 if letter in _WIDE_LETTERS else 0.66


def fitted(text: str, width: float, *, bold: bool = False) -> str:
    """Shorten a text that is too wide."""
    return wrapped(text, width, 1, bold=bold)[0]


def wrapped(text: str, width: float, most: int, *, bold: bool = False) -> list[str]:
    """Break a text into at most so many lines, at blanks where there are some; what is left over is cut."""
    lines: list[str] = []
    while len(lines) < most - 1 and width_of(text, bold=bold) > width:
        cut = _fits(text, width, bold=bold)
        cut = text.rfind(" ", 1, cut + 1) if " " in text[1 : cut + 1] else max(cut, 1)
        lines.append(text[:cut])
        text = text[cut:].lstrip()
    if width_of(text, bold=bold) > width:
        text = text[: _fits(text, width - FONT, bold=bold)].rstrip() + "…"
    return [*lines, text]


def _fits(text: str, width: float, *, bold: bool) -> int:
    """Give how many characters of a text fit."""
    for at, letter in enumerate(text):
        width -= width_of(letter, bold=bold)
        if width < 0:
            return at
    return len(text)


def write(x: float, y: float, text: str, style: str = "", anchor: str = "") -> str:
    """Give a line of text."""
    kind = f' class="{style}"' if style else ""
    where = f' text-anchor="{anchor}"' if anchor else ""
    return f'<text x="{number(x)}" y="{number(y)}"{kind}{where}>{escape(text)}</text>'


def outline(x: float, y: float, width: float, height: float) -> str:
    """Give the broken outline around what is another network's too, apart from the bar that it stands on."""
    if width < NARROW:
        return box("over", x - 3, y - 3, width + 6, height + 6)
    around = x, y - 3, width, height + 6
    return box("halo", *around) + box("over", *around)


def box(style: str, x: float, y: float, width: float, height: float) -> str:
    """Give a rectangle."""
    look = 'fill="url(#cg-hatch)"' if style == "cut" else f'class="{style}"'
    place = f'x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}"'
    return f"<rect {look} {place}/>"


def gate(x: float, y: float, height: float) -> str:
    """Give the mark of a gateway: a line through a bar with a head above it."""
    x = min(max(x, LEFT + 4), RIGHT - 4)
    line = f"M{number(x)} {number(y)}v{number(height)}"
    head = f"M{number(x - 4)} {number(y - 6)}h8l-4 6z"
    return f'<path class="halo" d="{line}"/><path class="gate" d="{line}{head}"/>'


def number(value: float) -> str:
    """Write a coordinate, always the same."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
