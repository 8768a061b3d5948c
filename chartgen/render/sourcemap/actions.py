"""Takes the text of a Go template apart into literal text and actions, as `text/template/parse/lex.go` does.

It finds where actions start and end and what they begin with; what else stands in them is left to Helm.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, cast

from chartgen.core.errors import InputError
from chartgen.core.location import Location

Kind = Literal[
    "text",
    "comment",
    "if",
    "else",
    "else if",
    "else with",
    "with",
    "range",
    "define",
    "block",
    "end",
    "template",
    "break",
    "continue",
    "other",
]

_SPACE: Final = r"[ \t\r\n]"
_QUOTED: Final = r'"(?:\\[^\n]|[^"\\\n])*"'
_RAW: Final = "`[^`]*`"
_RUNE: Final = r"'(?:\\[^\n]|[^'\\\n])*'"
_LITERAL: Final = rf"{_QUOTED}|{_RAW}|{_RUNE}"

_START: Final = re.compile(rf"\{{\{{(?:-(?={_SPACE}))?")
_COMMENT: Final = re.compile(rf"\{{\{{(?:-{_SPACE})?/\*")
_COMMENT_END: Final = re.compile(rf"\*/(?:{_SPACE}-)?\}}\}}")
# A quote that starts no literal comes last: it has no end.
_STOP: Final = re.compile(rf"{_LITERAL}|\}}\}}|[\"'`]")
_FIRST_WORD: Final = re.compile(rf"{_SPACE}*(\w+)(?:{_SPACE}+(if|with)\b)?")
_WORD: Final = re.compile(rf"{_LITERAL}|[.$]?\w+")
_NAME: Final = re.compile(rf"\w+{_SPACE}+({_QUOTED}|{_RAW})")
_PIPELINE: Final = re.compile(
    rf"\{{\{{-?{_SPACE}*(?:else{_SPACE}+)?\w+{_SPACE}*"
    rf"(?:\$\w+{_SPACE}*(?:,{_SPACE}*\$\w+{_SPACE}*)?:?={_SPACE}*)?(.*?){_SPACE}*-?\}}\}}",
    re.DOTALL,
)
_KEYWORDS: Final = frozenset(
    {"if", "else", "with", "range", "define", "block", "end", "template", "break", "continue"}
)
_BLANK: Final = " \t\r\n"
_SHOWN: Final = 100


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a template: literal text, or an action with its delimiters and trim markers.

    `kind` of an action is its leading keyword, `other` where it has none. `start` is its offset in the text;
    lines and columns count characters from 1.
    """

    kind: Kind
    text: str
    start: int
    line: int
    column: int

    @property
    def end(self) -> int:
        """The offset behind it."""
        return self.start + len(self.text)

    @property
    def trims_left(self) -> bool:
        """Whether it removes the white space before it."""
        return self.kind != "text" and self.text.startswith("{{-") and self.text[3:4] in _BLANK

    @property
    def trims_right(self) -> bool:
        """Whether it removes the white space behind it."""
        return self.kind != "text" and self.text.endswith("-}}") and self.text[-4] in _BLANK

    @property
    def is_nothing(self) -> bool:
        """Whether Go counts a template that holds only this as empty."""
        return self.kind == "comment" or (self.kind == "text" and not self.text.strip())

    @property
    def name(self) -> str:
        """The name that a `define`, `block` or `template` has, as it stands between the quotes."""
        found = _NAME.search(self.text)
        return found[1][1:-1] if found else ""

    @property
    def name_end(self) -> int:
        """The offset in the text of the quote behind the name; 0 where there is none."""
        found = _NAME.search(self.text)
        return found.end() - 1 if found else 0

    @property
    def pipeline(self) -> str:
        """What an `if`, `with` or `range` looks at, without the variables that it sets."""
        found = _PIPELINE.fullmatch(self.text)
        return found[1] if found else ""

    @property
    def summary(self) -> str:
        """The text on one line, cut where it is long; bytes that are no character are question marks."""
        text = " ".join(self.text.encode("utf-8", "replace").decode().split())
        return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"

    def calls(self, function: str) -> bool:
        """Say whether an action has a call of this function in it."""
        if self.kind in {"text", "comment"}:
            return False
        return any(word == function for word in _WORD.findall(self.text))


def tokens(text: str, *, file: str) -> Iterator[Token]:
    """Yield the pieces of a template; together they are its text. `file` is for errors only.

    Raises:
        InputError: an action, comment or quoted text without its end.
    """
    position, line, line_start = 0, 1, 0
    while position < len(text):
        found = text.find("{{", position)
        kind: Kind = "text"
        end = len(text) if found < 0 else found
        column = position - line_start + 1
        if end == position:
            kind, end = _action(text, position, Location(file, line, column))
        yield Token(kind, text[position:end], position, line, column)
        breaks = text.count("\n", position, end)
        if breaks:
            line, line_start = line + breaks, text.rindex("\n", position, end) + 1
        position = end


def _action(text: str, start: int, place: Location) -> tuple[Kind, int]:
    """Give the kind of the action at `start` and the offset behind it."""
    if comment := _COMMENT.match(text, start):
        return "comment", _comment_end(text, comment.end(), place)
    opening = _START.match(text, start)
    position = opening.end() if opening else start
    kind = _kind(text, position)
    while stop := _STOP.search(text, position):
        position = stop.end()
        if stop[0] == "}}":
            return kind, position
        if len(stop[0]) == 1:
            hint = 'a quote inside quotes is written \\"; only text in backticks goes over several lines'
            raise InputError(
                f"the text behind {stop[0]} has no end, in the action that starts here",
                where=place,
                hint=hint,
            )
    raise InputError("the action that starts here has no end", where=place, hint="close it with }}")


def _comment_end(text: str, position: int, place: Location) -> int:
    end = text.find("*/", position)
    if end < 0:
        raise InputError("the comment that starts here has no end", where=place, hint="close it with */}}")
    found = _COMMENT_END.match(text, end)
    if not found:
        hint = "put }} or -}}, with a space before the dash, directly behind */"
        raise InputError("the comment that starts here does not fill its action", where=place, hint=hint)
    return found.end()


def _kind(text: str, position: int) -> Kind:
    found = _FIRST_WORD.match(text, position)
    if not found or found[1] not in _KEYWORDS:
        return "other"
    return cast("Kind", f"else {found[2]}" if found[1] == "else" and found[2] else found[1])
