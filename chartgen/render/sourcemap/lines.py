"""Which template line wrote each rendered line.

A line belongs to the template line that wrote its start, behind blanks and the dash of an item: literal text
to its own line, also in a helper; what an action prints to the line where the action starts.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from chartgen.chart.reference import Chart
from chartgen.render.sourcemap.places import Place, find
from chartgen.render.sourcemap.probing import Probed, Texts, Tokens

_BLANK: Final = " \t\r"
_DASH: Final = f"{_BLANK}-"


class Origin(NamedTuple):
    """A line of a template: the path in the chart, and its number from 1."""

    file: str
    line: int


class LineTokens:
    """The tokens in a chart's template lines."""

    def __init__(self, chart: Chart, *, comment: bool = False) -> None:
        """Find the places of tokens in the templates; `comment` is as in `Tokens`.

        Raises:
            InputError: a template whose actions or comments have no end.
        """
        found = find(chart, only_line_ends=comment)
        self._places = found.places
        self._tokens = Tokens(chart, found, comment=comment)

    def origins(self, render: Callable[[Chart], Texts], plain: Texts) -> dict[str, tuple[Origin | None, ...]]:
        """Give the origin of each line of each text of `plain`, which is what `render` gives of the chart.

        None stands for lines behind the last token, and for those of a text whose number of lines changes
        from render to render. A blank line belongs to what follows.

        Raises:
            InputError: what `render` raises for the chart as it is.
            RenderLimitError: what `render` raises for the chart as it is.
        """
        return self.read(self._tokens.render(render, plain), plain)

    def render_once(self, render: Callable[[Chart], Texts], plain: Texts) -> Probed | None:
        """Render with the tokens, for `read`; None where they, or what else `render` does, alter `plain`."""
        return self._tokens.render_once(render, plain)

    def read(self, probed: Probed, plain: Texts) -> dict[str, tuple[Origin | None, ...]]:
        """Give the origins, as `origins` does, that a render with tokens shows."""
        return {
            path: tuple(
                _origins(
                    probed.texts[path] if path in probed.steady and path in probed.texts else text,
                    probed.pattern,
                    self._places,
                )
            )
            for path, text in plain.items()
        }


def map_lines(chart: Chart, render: Callable[[Chart], Texts]) -> dict[str, tuple[Origin | None, ...]]:
    """Give the origin of each line of each text, as `LineTokens.origins` does, of one scenario.

    `render` gives the texts of a chart before documents are looked for in them.

    Raises:
        InputError: what `render` raises for the chart as it is, or a template that has no end.
        RenderLimitError: what `render` raises for the chart as it is.
    """
    return LineTokens(chart).origins(render, render(chart))


def _origins(text: str, pattern: re.Pattern[str], places: Sequence[Place]) -> Iterator[Origin | None]:
    # The first token behind a text says who wrote it; it may stand on a later line.
    origins: list[Origin | None] = []
    behind: Origin | None = None
    for line in reversed(text.split("\n")):
        origin = first = None
        start = 0
        for token in pattern.finditer(line):
            place = places[int(token[1])]
            writer = Origin(place.file, place.line)
            first = first or writer
            written = line[start : token.start()].strip(_BLANK)
            start = token.end()
            if written:
                origin = origin or writer
            if written.strip(_DASH):
                origin = writer
                break
        else:
            if line[start:].strip(_DASH):
                origin = behind
        origins.append(origin or behind)
        behind = first or behind
    return reversed(origins)
