"""A comparison as Markdown for a pull request: the verdict, its reasons, and all changes in tables."""

import re
from collections.abc import Iterator
from typing import Final

from chartgen.core.visible import visible
from chartgen.diff import result_words as words
from chartgen.diff.change import Change, Part
from chartgen.diff.compare import Compared

_SPECIAL: Final = re.compile(r"([\\`*_{}\[\]<>|~&!$])")
# A backslash before these is gone by the time that names and numbers are made into links and mails.
_LINKED: Final = re.compile(r"([@#])(?=\w)")
_NO_SPACE: Final = "&#8203;"
_SHOWN: Final = 12
_NAMES: Final = 3


def render(compared: Compared) -> str:
    """Write a comparison; tables of more than a dozen rows are folded."""
    return "\n".join(_lines(compared)) + "\n"


def _lines(compared: Compared) -> Iterator[str]:
    part, reasons = compared.verdict
    old, new = (_escaped(f"{chart.name} {chart.version}") for chart in (compared.old, compared.new))
    yield f"### {old} → {new}: {str(part) if part else 'no difference'}"
    if part is None:
        return
    yield ""
    yield f"The part of the version that must rise: **{part}**, for {words.counted(len(reasons), 'change')}."
    for each_part in sorted(Part, reverse=True):
        found = [each for each in compared.changes if each.part == each_part]
        if found:
            yield from _table(each_part, found, compared)
    yield ""
    names = ", ".join(map(_escaped, compared.scenarios))
    yield (
        f"{words.scenarios(compared)}: {names}"
        if 0 < len(compared.scenarios) <= _SHOWN
        else words.scenarios(compared)
    )


def _table(part: Part, found: list[Change], compared: Compared) -> Iterator[str]:
    is_folded = len(found) > _SHOWN
    yield ""
    if is_folded:
        yield "<details>"
        yield f"<summary>{part}: {words.counted(len(found), 'change')}</summary>"
    else:
        yield f"#### {part}"
    yield ""
    yield "| | Where | What | Scenarios |"
    yield "|---|---|---|---|"
    for title, some in words.areas(found):
        for at, each in enumerate(some):
            cells = ("" if at else title, f"{each.where}{words.others(each)}", each.message)
            shown = _scenarios(each, words.shown_by(each, compared))
            yield f"| {' | '.join(map(_escaped, cells))} | {shown} |"
    if is_folded:
        yield ""
        yield "</details>"


def _scenarios(each: Change, total: int) -> str:
    names = each.scenarios
    if not names or len(names) == total:
        return "all" if names else ""
    if len(names) <= _NAMES:
        return ", ".join(map(_escaped, names))
    listed = ", ".join(map(_escaped, names))
    return f"<details><summary>{len(names)} of {total}</summary>{listed}</details>"


def _escaped(text: str) -> str:
    """Give a text that Markdown shows as it is, on one line."""
    return _LINKED.sub(rf"\\\1{_NO_SPACE}", _SPECIAL.sub(r"\\\1", visible(text)))
