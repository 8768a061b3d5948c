"""Calls of helpers in an action, and whether what they give is printed as it is.

Text that is printed can bear tokens. Text that feeds logic (`eq (include …)`, a hash, `trunc`) cannot, and
what an action makes of several texts is its own. Where an action does not show what becomes of a text, only
a render does.
"""

import re
from collections.abc import Iterator, Sequence
from enum import Enum
from typing import Final, NamedTuple

from chartgen.render.sourcemap.actions import Token

_LITERAL: Final = r'"(?:\\[^\n]|[^"\\\n])*"|`[^`]*`'
_PART: Final = re.compile(rf"{_LITERAL}|'(?:\\[^\n]|[^'\\\n])*'|\$?[\w.]+|[$()|]")
_ASSIGNMENT: Final = re.compile(r"\{\{-?\s*(\$\w*)\s*(?:,\s*\$\w+\s*)?:?=\s*")
_FIRST: Final = re.compile(r"\{\{-?\s*(?:with\b\s*)?(?:\$\w*\s*:?=\s*)?(?:tpl\s*)?\(?\s*(?:tpl\s*\(\s*)?")
# What changes nothing in a text but the blanks around its lines, and quotes around it.
_LAYOUT: Final = frozenset({"indent", "nindent", "trim", "quote", "squote", "toString"})
# What makes something else of a text, or looks at it.
_USES: Final = frozenset(
    {
        *(
            "abbrev",
            "and",
            "contains",
            "eq",
            "fail",
            "has",
            "hasPrefix",
            "hasSuffix",
            "len",
            "ne",
            "not",
            "or",
        ),
        *("adler32sum", "sha1sum", "sha256sum", "sha512sum", "b32enc", "b64enc", "b32dec", "b64dec"),
        *("fromJson", "fromJsonArray", "fromToml", "fromYaml", "fromYamlArray", "int", "int64", "float64"),
        *("regexFind", "regexFindAll", "regexMatch", "regexReplaceAll", "regexSplit", "split", "splitList"),
        *("semverCompare", "substr", "ternary", "toJson", "toYaml", "trunc"),
    }
)


class Fate(Enum):
    """What becomes of the text that a helper gives."""

    PRINTED = 1
    UNCLEAR = 2
    USED = 3


class Include(NamedTuple):
    """A call of a helper: its name, and where that stands in the action; no name where it is made up.

    `variable` is what the text is put into.
    """

    name: str
    start: int
    end: int
    fate: Fate
    variable: str = ""


def assigns(token: Token) -> bool:
    """Say whether an action puts something into a variable, and so prints nothing."""
    return bool(_ASSIGNMENT.match(token.text))


def includes(token: Token) -> Iterator[Include]:
    """Yield the calls in an action; not those of the templates that are files."""
    parts = list(_PART.finditer(token.text))
    for at, part in enumerate(parts[:-1]):
        if part[0] not in {"include", "template"}:
            continue
        last = _last(parts, at + 1)
        start, end = parts[at + 1].start(), parts[last].end()
        name = token.text[start:end]
        fate = _fate(token, part, parts[last + 1 :])
        assignment = _ASSIGNMENT.match(token.text)
        variable = assignment[1] if assignment else ""
        if re.fullmatch(_LITERAL, name):
            yield Include(name[1:-1], start, end, fate, variable)
        elif part[0] == "include" and fate is Fate.PRINTED and "BasePath" not in name:
            yield Include("", start, end, Fate.UNCLEAR)


def prints(token: Token, variable: str) -> bool:
    """Say whether an action only prints a variable, or asks whether it is empty."""
    if token.kind in {"if", "with"}:
        return token.pipeline == variable
    mentions = [part for part in _PART.finditer(token.text) if part[0].split(".")[0] == variable]
    return len(mentions) == 1 and _fate(token, mentions[0], _behind(token, mentions[0])) is not Fate.USED


def _fate(token: Token, part: "re.Match[str]", behind: Sequence["re.Match[str]"]) -> Fate:
    """Say what becomes of what a part of an action gives, by where it stands and what is called behind it."""
    if token.kind == "template":
        return Fate.PRINTED
    first = _FIRST.match(token.text)
    functions = _last_functions(behind)
    if (
        token.kind not in {"other", "with"}
        or first is None
        or first.end() != part.start()
        or functions & _USES
    ):
        return Fate.USED
    is_all = re.fullmatch(r"\{\{-?\s*", token.text[: part.start()])
    return Fate.PRINTED if is_all and functions <= _LAYOUT else Fate.UNCLEAR


def _behind(token: Token, part: "re.Match[str]") -> list["re.Match[str]"]:
    return list(_PART.finditer(token.text, part.end()))


def _last(parts: Sequence["re.Match[str]"], at: int) -> int:
    """Give the last part of the operand that starts at a part."""
    depth = 0
    for number in range(at, len(parts)):
        depth += {"(": 1, ")": -1}.get(parts[number][0], 0)
        if depth <= 0:
            return number
    return at


def _last_functions(parts: Sequence["re.Match[str]"]) -> set[str]:
    """Give the functions that a pipeline goes on with, also behind parentheses around it."""
    found, depth, is_next = set(), 0, False
    for part in parts:
        depth += {"(": 1, ")": -1}.get(part[0], 0)
        if is_next:
            found.add(part[0])
        is_next = part[0] == "|" and depth <= 0
    return found
