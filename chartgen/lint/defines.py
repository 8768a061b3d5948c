"""The named templates of a chart: where they are defined, and by which names others are asked for."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from chartgen.render.sourcemap.actions import Token, tokens
from chartgen.render.sourcemap.insertion import text_of

if TYPE_CHECKING:
    from chartgen.lint.facts import ChartFacts

OPENING: Final = frozenset({"if", "with", "range", "define", "block"})
"""The actions that have an end."""

_LITERAL: Final = re.compile(r'"((?:\\.|[^"\\])*)"|`([^`]*)`')
_VERB: Final = re.compile(r"%[-+ #0-9.]*[a-zA-Z]")
_ASKS_BY_A_NAME_MADE: Final = re.compile(r'\b(?:include|template)\s+(?!["`\s])')
_IN_SUBCHART: Final = re.compile(r"charts/(?:[^/]+/charts/)*([^/]+)/templates/.+")
_SHORTEST: Final = 3


@dataclass(frozen=True, slots=True)
class Define:
    """A named template; `body` is its text, `path` the file of the chart that has it."""

    name: str
    path: str
    line: int
    column: int
    body: str

    @property
    def subchart(self) -> str:
        """The folder of the subchart that has it; empty for the chart itself."""
        found = _IN_SUBCHART.fullmatch(self.path)
        return found[1] if found else ""


def own_defines(facts: "ChartFacts") -> Iterator[Define]:
    """Yield those of the chart itself."""
    for path, found in facts.templates.items():
        yield from _defines(path, found)


def subchart_defines(facts: "ChartFacts") -> Iterator[Define]:
    """Yield those of subcharts that are folders."""
    for path, content in facts.chart.files.items():
        if _IN_SUBCHART.fullmatch(path):
            found = tuple(tokens(text_of(content), file=facts.chart.path_of(path)))
            yield from _defines(path, found)


def _defines(path: str, found: Sequence[Token]) -> Iterator[Define]:
    open_: list[Token] = []
    for token in found:
        if token.kind in OPENING:
            open_.append(token)
        elif token.kind == "end" and open_:
            start = open_.pop()
            if start.kind in {"define", "block"}:
                body = "".join(each.text for each in found if start.end <= each.start < token.start)
                yield Define(start.name, path, start.line, start.column, body)


class Uses:
    """The names that a chart's templates and other files have in them."""

    def __init__(self, facts: "ChartFacts") -> None:
        """Read them."""
        actions = [
            each
            for found in facts.templates.values()
            for each in found
            if each.kind not in {"text", "comment", "define"}
        ]
        self._literals = {literal for each in actions for literal in literals(each.text)}
        self._makes_names = any(asks_by_a_name_made(each.text) for each in actions)
        self._texts = _other_texts(facts.chart.files)

    def has(self, name: str) -> bool:
        """Say whether a named template may be asked for."""
        if name in self._literals or any(name in text for text in self._texts):
            return True
        return self._makes_names and any(may_be_part(literal, name) for literal in self._literals)


def literals(text: str) -> set[str]:
    """Give the texts that stand in quotes in actions."""
    return {literal[1] or literal[2] or "" for literal in _LITERAL.finditer(text)}


def asks_by_a_name_made(text: str) -> bool:
    """Say whether actions ask for a named template by a name that they make."""
    return _ASKS_BY_A_NAME_MADE.search(text) is not None


def _other_texts(files: Mapping[str, bytes]) -> list[str]:
    """Give all that is no template of the chart itself: `tpl` runs values, and subcharts have templates."""
    return [text_of(content) for path, content in files.items() if not path.startswith("templates/")]


def may_be_part(literal: str, name: str) -> bool:
    """Say whether the name of a template may be made of a literal, as a format or as its start or end."""
    if "%" in literal:
        pattern = ".*".join(re.escape(part) for part in _VERB.split(literal))
        return bool(re.fullmatch(pattern, name))
    return len(literal) >= _SHORTEST and (name.startswith(literal) or name.endswith(literal))
