"""Which template line wrote each rendered line.

A token is put at the end of each line of the templates. A render with tokens must be the plain one once they
are taken out again: where helpers' text feeds logic (`eq (include …)`, a hash, `trunc`) it is not, and the
tokens that make the difference are left out.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from chartgen.chart.reference import Chart
from chartgen.core.errors import InputError
from chartgen.render.engine import RenderLimitError
from chartgen.render.sourcemap.actions import Token, tokens
from chartgen.render.sourcemap.insertion import text_of, with_insertions

Texts = Mapping[str, str]
"""What each template gives, by its path with the chart's name in front."""

_TEMPLATES: Final = "templates/"
# Of MD5, SHA-1 and SHA-256: a checksum of another template is about its text and feeds no logic.
_HASH: Final = re.compile(r"\b(?:[0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{32})\b")


class Origin(NamedTuple):
    """A line of a template: the path in the chart, and its number from 1."""

    file: str
    line: int


class _Place(NamedTuple):
    """Where a token goes."""

    file: str
    offset: int
    line: int


def map_lines(chart: Chart, render: Callable[[Chart], Texts]) -> dict[str, tuple[Origin | None, ...]]:
    """Give the origin of each line of each text.

    `render` gives the texts of a chart before documents are looked for in them. A line that no token ends, as
    of `toYaml`, belongs to the next token behind it. None stands for lines of a text that is not the same in
    two renders, and for those behind the last token. There are three renders, and for each line whose
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
        same = all(
            _HASH.sub("", pattern.sub("", found.get(path, ""))) == _HASH.sub("", text)
            for path, text in steady.items()
        )
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
    for token in tokens(text, file=chart.path_of(file)):
        if token.kind == "text":
            for offset, line in _line_ends(token, before, at_end=token.end == len(text)):
                yield _Place(file, offset, line)
        before = token
    if before is not None and before.kind != "text":
        yield _Place(file, before.end, before.line + before.text.count("\n"))


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
            yield offset + len(content), line
        offset += len(content) + 1
        line += 1


def _harmless(places: Sequence[_Place], is_harmless: Callable[[Sequence[_Place]], bool]) -> list[_Place]:
    """Leave out the places that make a difference, looked for in halves."""
    kept: list[_Place] = []

    def take(some: Sequence[_Place]) -> None:
        if is_harmless([*kept, *some]):
            kept.extend(some)
        elif len(some) > 1:
            half = len(some) // 2
            take(some[:half])
            take(some[half:])

    take(places)
    return kept


def _origins(text: str, pattern: re.Pattern[str], places: Sequence[_Place]) -> Iterator[Origin | None]:
    # Behind a line's text may stand several tokens, those of lines that put nothing more out; inside it stand
    # those of helpers whose text is a part of the line.
    token = pattern.pattern
    at_end = re.compile(rf"{token}(?:\s*{token})*$")
    lines = text.split("\n")
    origins: list[Origin | None] = []
    origin = None
    for line in reversed(lines):
        if match := at_end.search(line):
            place = places[int(match[1])]
            origin = Origin(place.file, place.line)
        origins.append(origin)
    return reversed(origins)
