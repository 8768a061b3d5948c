"""A comparison as lines for people, the greatest part first."""

from collections.abc import Iterator
from typing import Final

from chartgen.core.visible import visible
from chartgen.diff import result_words as words
from chartgen.diff.change import Change, Part
from chartgen.diff.compare import Compared

_COLORS: Final = {Part.MAJOR: 31, Part.MINOR: 33, Part.PATCH: 32}
"""As ANSI terminals number them: red, yellow, green."""
_NO_COLOR: Final = 0


def render(compared: Compared, *, color: bool = False, quiet: bool = False) -> str:
    """Write the changes by part and by what they are about; the verdict is the last line.

    `quiet` leaves out which scenarios show a change.
    """
    lines: list[str] = []
    for part in sorted(Part, reverse=True):
        found = [each for each in compared.changes if each.part == part]
        if found:
            lines += [
                _painted(str(part), _COLORS[part], color=color),
                *_areas(found, compared, quiet=quiet),
                "",
            ]
    lines.append(_last(compared, color=color))
    return "".join(f"{line}\n" for line in lines)


def _areas(found: list[Change], compared: Compared, *, quiet: bool) -> Iterator[str]:
    for title, some in words.areas(found):
        yield f"  {title}"
        for each in some:
            yield f"    {visible(f'{each.where}{words.others(each)}: {each.message}')} [{each.kind}]"
            seen = words.seen_in(each, compared)
            if seen and not quiet:
                yield f"      {visible(seen)}"


def _last(compared: Compared, *, color: bool) -> str:
    part, _ = compared.verdict
    old, new = (visible(f"{chart.name} {chart.version}") for chart in (compared.old, compared.new))
    verdict = _painted(words.verdict(compared), _COLORS[part] if part else _NO_COLOR, color=color)
    counts = words.counts(compared.changes)
    told = ", ".join(f"{number} {name}" for name, number in counts.items() if number)
    more = f" ({told}; {words.scenarios(compared)})" if part else ""
    return f"{old} → {new}: {verdict}{more}"


def _painted(text: str, shade: int, *, color: bool) -> str:
    return f"\x1b[{shade}m{text}\x1b[0m" if color and shade else text
