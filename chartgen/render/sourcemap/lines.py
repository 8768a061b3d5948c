"""Which template line wrote each rendered line.

A token is put at the end of each line of the templates. A render with tokens must be the plain one once they
are taken out again: where helpers' text feeds logic (`eq (include …)`, a hash, `trunc`) it is not, and the
tokens that make the difference are left out.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Final, NamedTuple

from chartgen.chart.reference import Chart
from chartgen.core.errors import InputError
from chartgen.render.engine import RenderLimitError
from chartgen.render.sourcemap.actions import Token, tokens
from chartgen.render.sourcemap.insertion import text_of, with_insertions

Texts = Mapping[str, str]
"""What each template gives, by its path with the chart's name in front."""

_TEMPLATES: Final = "templates/"
_OPENERS: Final = frozenset({"if", "with", "range", "define", "block"})


class Origin(NamedTuple):
    """A line of a template: the path in the chart, and its number from 1."""

    file: str
    line: int


class _Place(NamedTuple):
    """Where a token goes: an offset of a file, in one of its defines or outside all of them."""

    file: str
    offset: int
    line: int
    define: str

    @property
    def group(self) -> tuple[str, str]:
        return self.file, self.define


def map_lines(chart: Chart, render: Callable[[Chart], Texts]) -> dict[str, tuple[Origin | None, ...]]:
    """Give the origin of each line of each text.

    `render` gives the texts of a chart before documents are looked for in them. A line that no token ends, as
    of `toYaml`, belongs to the next token behind it. None stands for lines of a text that is not the same in
    two renders, and for those of one that no token is in. There are three renders, and for each line whose
    token makes a difference about as many more as the number of lines has binary digits.

    Raises:
        InputError: what `render` raises for the chart as it is, or a template that has no end.
        RenderLimitError: what `render` raises for the chart as it is.
    """
    plain = render(chart)
    again = render(chart)
    steady = {path: text for path, text in plain.items() if text == again.get(path)}
    mark = _mark(chart, plain.values())
    pattern = re.compile(f"{mark}([0-9]+);")
    places = [place for file in chart.files if file.startswith(_TEMPLATES) for place in _places(chart, file)]
    insertions = {
        place: (place.file, place.offset, f"{mark}{number};") for number, place in enumerate(places)
    }

    def with_tokens(chosen: Iterable[_Place]) -> Texts | None:
        """Render with some tokens, None where that gives something else."""
        try:
            found = render(with_insertions(chart, map(insertions.__getitem__, chosen)))
        except (InputError, RenderLimitError):
            return None
        same = all(pattern.sub("", found.get(path, "")) == text for path, text in steady.items())
        return found if same else None

    kept = _harmless(places, lambda chosen: with_tokens(chosen) is not None)
    probed = with_tokens(kept) or {}
    return {
        path: tuple(_origins(probed[path] if path in steady else text, pattern, places))
        for path, text in plain.items()
    }


def _mark(chart: Chart, texts: Iterable[str]) -> str:
    """Give a text that neither templates nor what they render have in them."""
    everything = [*texts, *(text_of(content) for content in chart.files.values())]
    mark = "⟦"
    while any(mark in text for text in everything):
        mark += "⟦"
    return mark


def _places(chart: Chart, file: str) -> Iterator[_Place]:
    text = text_of(chart.files[file])
    before: Token | None = None
    blocks: list[str] = []
    for token in tokens(text, file=chart.path_of(file)):
        if token.kind == "text":
            define = next((name for name in reversed(blocks) if name), "")
            for offset, line in _line_ends(token, before, at_end=token.end == len(text)):
                yield _Place(file, offset, line, define)
        elif token.kind in _OPENERS:
            blocks.append(token.name if token.kind in ("define", "block") else "")
        elif token.kind == "end" and blocks:
            blocks.pop()
        before = token


def _line_ends(token: Token, before: Token | None, *, at_end: bool) -> Iterator[tuple[int, int]]:
    """Give offset and number of the lines that end in a literal text and put something out.

    White space alone puts nothing out that a token could end: an action beside it may trim it away.
    """
    follows_output = before is not None and not before.trims_right
    offset, line = token.start, token.line
    ends = token.text.split("\n")
    for number, content in enumerate(ends):
        is_last = number == len(ends) - 1
        if (content.strip() or (number == 0 and follows_output)) and (not is_last or at_end):
            yield offset + len(content.removesuffix("\r")), line
        offset += len(content) + 1
        line += 1


def _harmless(places: Sequence[_Place], is_harmless: Callable[[Sequence[_Place]], bool]) -> list[_Place]:
    """Leave out the places that make a difference: looked for in halves, then in defines, then in lines."""
    kept: set[_Place] = set()

    def take(groups: Sequence[Sequence[_Place]]) -> None:
        new = {place for group in groups for place in group}
        if is_harmless([place for place in places if place in kept or place in new]):
            kept.update(new)
        elif len(groups) > 1:
            half = len(groups) // 2
            take(groups[:half])
            take(groups[half:])
        elif len(groups[0]) > 1:
            take([[place] for place in groups[0]])

    if places:
        take([list(group) for _, group in groupby(places, key=attrgetter("group"))])
    return [place for place in places if place in kept]


def _origins(text: str, pattern: re.Pattern[str], places: Sequence[_Place]) -> Iterator[Origin | None]:
    lines = text.split("\n")
    # Behind a line's text may stand several tokens, those of lines that put nothing more out; inside it stand
    # those of helpers whose text is a part of the line.
    token = pattern.pattern
    at_end = re.compile(rf"{token}(?:[ \r]*{token})*[ \r]*$")
    found = [at_end.search(line) for line in lines]
    last = max((number for number, match in enumerate(found) if match), default=-1)
    origins: list[Origin | None] = [None] * len(lines)
    origin = None
    for number in range(len(lines) - 1, -1, -1):
        match = found[number] or (found[last] if number > last >= 0 else None)
        if match:
            place = places[int(match[1])]
            origin = Origin(place.file, place.line)
        origins[number] = origin
    return iter(origins)
