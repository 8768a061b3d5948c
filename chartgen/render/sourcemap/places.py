"""Where tokens go in templates, so that a rendered line shows which template line wrote its start."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from chartgen.chart.reference import Chart
from chartgen.render.sourcemap.actions import Token, tokens
from chartgen.render.sourcemap.includes import Fate, assigns, includes, prints
from chartgen.render.sourcemap.insertion import text_of

# The chart's own templates, and those of the subcharts that Helm does not pass over.
_TEMPLATES: Final = re.compile(r"(?:charts/[^/._][^/]*/)*templates/.*")
_OPENERS: Final = frozenset({"if", "with", "range", "block", "define"})
# What such an action prints starts with the end of a line.
_NEXT_LINE: Final = re.compile(r"\|\s*nindent\b[^|]*\}\}$")
_BLANK: Final = " \t\r"
_DASH: Final = f"{_BLANK}-"
_SPACE: Final = " \t\r\n"


@dataclass(eq=False, slots=True)
class Definition:
    """A `define` in a file: its offsets, and that of the quote behind its name."""

    name: str
    file: str
    start: int
    name_end: int
    end: int = -1


class Place(NamedTuple):
    """Where a token goes, and the number of the line that has written what stands before it.

    `trims` says that it must trim the white space behind it, as the action before it does.
    """

    file: str
    offset: int
    line: int
    definition: Definition | None = None
    trims: bool = False


class Call(NamedTuple):
    """A call of a definition whose text is printed: the name, empty where it is made up, and where it stands.

    `is_sure` says that nothing else is done with the text, as far as the action shows.
    """

    name: str
    file: str
    start: int
    end: int
    definition: Definition | None
    is_sure: bool


@dataclass(frozen=True, slots=True)
class Found:
    """What there is in the templates of a chart."""

    places: list[Place] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    definitions: list[Definition] = field(default_factory=list)


def find(chart: Chart, *, only_line_ends: bool = False) -> Found:
    """Look through the templates of a chart and of the subcharts that it holds as files.

    A token that is a comment can stand at `only_line_ends`; helpers that are called within a line get none.

    Raises:
        InputError: a template whose actions or comments have no end.
    """
    found = Found()
    for file, content in chart.files.items():
        if _TEMPLATES.fullmatch(file):
            _Reader(file, chart.path_of(file), found, only_line_ends=only_line_ends).read(text_of(content))
    names = {each.name for each in found.definitions if each.end >= 0}
    calls = [call for call in found.calls if not call.name or call.name in names]
    return Found(found.places, calls, [each for each in found.definitions if each.end >= 0])


class _Pending(NamedTuple):
    """What has been written since the last token: the offset behind it, and the line where it starts."""

    offset: int
    line: int
    is_literal: bool
    trims: bool = False


class _Reader:
    """Reads one template. Blanks write nothing: an action beside them may trim them away."""

    def __init__(self, file: str, shown: str, found: Found, *, only_line_ends: bool) -> None:
        self._file, self._shown, self._found, self._only_line_ends = file, shown, found, only_line_ends
        self._pending: _Pending | None = None
        self._definition: Definition | None = None
        self._depth = 0
        self._is_trimmed = False
        self._actions: defaultdict[Definition | None, list[tuple[Token, bool]]] = defaultdict(list)
        self._assigned: list[tuple[str, Call]] = []

    def read(self, text: str) -> None:
        for token in tokens(text, file=self._shown):
            if token.kind == "text":
                self._text(token)
            elif token.kind != "comment":
                self._action(token)
            self._is_trimmed = token.trims_right
        self._put_last_token()
        self._found.calls.extend(
            call for variable, call in self._assigned if self._is_printed(variable, call)
        )

    def _text(self, token: Token) -> None:
        text = token.text
        position = len(text) - len(text.lstrip(_SPACE)) if self._is_trimmed else 0
        line = token.line + text.count("\n", 0, position)
        if line > token.line and position < len(text):
            self._forget_action()
        *ended, last = text[position:].split("\n")
        for piece in ended:
            end = token.start + position + len(piece.rstrip(_BLANK))
            self._write(piece, end, line)
            self._put_token(end)
            position += len(piece) + 1
            line += 1
        self._write(last, token.start + position + len(last.rstrip(_BLANK)), line)

    def _action(self, token: Token) -> None:
        starts_line = token.kind == "other" and bool(_NEXT_LINE.search(token.text))
        is_literal = self._pending is not None and self._pending.is_literal
        can_print = not (self._only_line_ends and is_literal and not starts_line)
        self._actions[self._definition].append((token, can_print))
        if can_print:
            self._note_calls(token)
        if token.kind == "other" and assigns(token):
            return
        if self._pending and (starts_line or not self._only_line_ends):
            self._put_token(self._pending.offset)
        if token.kind in {"other", "template"}:
            before = self._pending or _Pending(token.start, token.line, is_literal=False)
            self._pending = _Pending(token.end, before.line, before.is_literal, token.trims_right)
            if token.trims_right and not self._only_line_ends:
                self._put_token(token.end, trims=True)
        else:
            if self._pending and self._pending.trims and (token.kind != "end" or self._depth > 1):
                self._forget_action()
            self._nest(token)

    def _forget_action(self) -> None:
        """Leave what comes next a line that an action may have started; most such actions print nothing."""
        if self._only_line_ends and self._pending and not self._pending.is_literal:
            self._pending = None

    def _note_calls(self, token: Token) -> None:
        for each in includes(token):
            if each.fate is not Fate.USED:
                start, end = token.start + each.start, token.start + each.end
                is_sure = each.fate is Fate.PRINTED
                call = Call(each.name, self._file, start, end, self._definition, is_sure)
                if each.variable:
                    self._assigned.append((each.variable, call))
                else:
                    self._found.calls.append(call)

    def _nest(self, token: Token) -> None:
        """Enter or leave a block."""
        if token.kind == "define" and not self._depth:
            self._definition = Definition(token.name, self._file, token.start, token.start + token.name_end)
            self._found.definitions.append(self._definition)
            self._pending = None
        self._depth += token.kind in _OPENERS
        self._depth -= token.kind == "end"
        if self._definition and not self._depth:
            self._put_last_token()
            self._definition.end = token.end
            self._definition = None

    def _write(self, piece: str, end: int, line: int) -> None:
        # Helm cuts at a separator, and would leave a comment behind it.
        if piece.strip(_BLANK) and not (self._only_line_ends and piece.strip(_BLANK) == "---"):
            start = self._pending.line if self._pending else line
            is_literal = bool(piece.strip(_DASH)) or (self._pending is not None and self._pending.is_literal)
            self._pending = _Pending(end, start, is_literal)

    def _put_token(self, offset: int, *, trims: bool = False) -> None:
        if self._pending:
            offset = offset if self._only_line_ends else self._pending.offset
            self._found.places.append(Place(self._file, offset, self._pending.line, self._definition, trims))
            self._pending = None

    def _put_last_token(self) -> None:
        if self._pending:
            self._put_token(self._pending.offset, trims=self._pending.trims)

    def _is_printed(self, variable: str, call: Call) -> bool:
        mentioned = re.compile(rf"{re.escape(variable)}(?!\w)")
        return all(
            can_print and prints(token, variable)
            for token, can_print in self._actions[call.definition]
            if not token.start <= call.start < token.end and mentioned.search(token.text)
        )
