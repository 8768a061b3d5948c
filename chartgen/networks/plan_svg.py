"""The address plan as a picture in SVG, without anything from elsewhere: no script, font or style sheet.

Nothing is told by colour alone: usable addresses are solid, excluded ones hatched, common ones have a broken
outline, a gateway is a pin, and the words stand beside.
"""

from collections.abc import Iterator
from html import escape
from typing import Final

from chartgen.cni.addresses import format_address
from chartgen.cni.ranges import Span
from chartgen.core.visible import visible
from chartgen.networks import plan_words
from chartgen.networks.plan import Plan, PlannedNetwork, PlannedRange
from chartgen.networks.plan_panels import MOST_TIMES, Panel, panels
from chartgen.networks.plan_shapes import (
    HATCH,
    LEAST,
    LEFT,
    NARROW,
    RIGHT,
    STYLE,
    WIDTH,
    Scale,
    box,
    fitted,
    gate,
    outline,
    width_of,
    wrapped,
    write,
)
from chartgen.networks.plan_words import count, counted, shown

MOST_ROWS: Final = 400
_MOST_OTHERS: Final = 40
_BAR: Final = 14
_LINE: Final = 17
_ROOM: Final = RIGHT - LEFT
_OVERLAPS: Final = "overlaps "
_EXPLAINED: Final = (
    f"Bars in one frame have one scale; a frame is at most {MOST_TIMES} times as wide as its smallest "
    "network, unless that lies inside another. "
    f"Not to scale: marks below {LEAST} px are widened to that; bars below {NARROW} px show no excludes."
)


def render(plan: Plan) -> str:
    """Draw a plan; the same plan gives the same bytes."""
    picture = _Picture()
    picture.header(plan)
    left = MOST_ROWS
    for panel in panels(plan.ranges):
        if left > 0:
            picture.panel(plan, panel, left)
            left -= len(panel.rows)
    if left < 0:
        picture.words(f"{counted(-left, 'more range')} would not fit: see the table or the JSON.", "warn")
    picture.others(plan)
    return picture.text(plan)


class _Picture:
    """A picture that grows downwards; `y` is where the next part starts."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._y = 0.0

    def text(self, plan: Plan) -> str:
        height = round(self._y + 20)
        title, what = "Address plan", f"{plan_words.title(plan)}. {plan_words.asked(plan)}".strip()
        lines = (
            '<svg xmlns="http://www.w3.org/2000/svg" class="cg" role="img"',
            'aria-labelledby="cg-title cg-desc"',
            f'width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}">',
            f'<title id="cg-title">{title}</title><desc id="cg-desc">{escape(visible(what))}</desc>',
            f"<style>{STYLE}</style>",
            HATCH,
            box("page", 0, 0, WIDTH, height),
            *self._parts,
            "</svg>",
        )
        return "".join(f"{line}\n" for line in lines)

    def words(self, text: str, style: str = "", *, most: int = 3) -> None:
        """Write a few lines of text below what is there."""
        for line in wrapped(text, _ROOM, most):
            self._y += _LINE
            self._parts.append(write(LEFT, self._y, line, style))

    def header(self, plan: Plan) -> None:
        self._y = 38
        self._parts.append(write(LEFT, self._y, "Address plan", "head"))
        self._y += 4
        self.words(plan_words.title(plan))
        if plan.demand:
            self.words(plan_words.asked(plan), "warn" if plan.short else "")
        if not plan.ranges:
            return
        self._y += 12
        self._legend()
        self._y += 26
        self.words(_EXPLAINED, "soft")

    def _legend(self) -> None:
        y = self._y
        marks = (
            (0, "handed out to pods", box("free", LEFT, y, 28, _BAR)),
            (190, "excluded", box("cut", LEFT, y, 28, _BAR) + box("track", LEFT, y, 28, _BAR)),
            (310, "network before first, behind last", box("track", LEFT, y, 28, _BAR)),
            (580, "another network's too", outline(LEFT, y, 28, _BAR)),
            (780, "gateway", gate(LEFT + 14, y, _BAR)),
        )
        for x, words, mark in marks:
            self._parts.append(f'<g transform="translate({x} 0)">{mark}</g>')
            self._parts.append(write(LEFT + x + 36, y + 11, words))

    def panel(self, plan: Plan, panel: Panel, most: int) -> None:
        self._y += 22
        top = self._y
        rows = panel.rows[:most]
        self._y += 24
        self._parts.append(write(LEFT, self._y, _title(panel), "block"))
        self._y += _LINE
        self._parts.append(write(LEFT, self._y, format_address(panel.first), "soft"))
        self._parts.append(write(RIGHT, self._y, format_address(panel.last), "soft", "end"))
        scale = Scale(panel.first, panel.size)
        for network, part in rows:
            self._y += 10
            self._row(plan, network, part, scale)
        self._y += 12
        self._parts.append(box("frame", LEFT - 14, top, RIGHT - LEFT + 28, self._y - top))

    def _row(self, plan: Plan, network: PlannedNetwork, part: PlannedRange, scale: Scale) -> None:
        notes = list(plan_words.range_notes(plan, part, network.key))
        if part is network.ranges[0]:
            notes += plan_words.network_notes(plan, network)
        facts = _facts(network, part)
        facts_and_notes = (network.key, plan_words.where(network), facts, f"pool {part.pool}", *notes)
        hover = "\n".join(map(visible, facts_and_notes))
        self._parts.append(f"<g><title>{escape(hover)}</title>")
        self._y += _LINE
        name = fitted(shown(network.key), _ROOM / 3, bold=True)
        x = LEFT + width_of(name, bold=True) + 10
        self._parts.append(write(LEFT, self._y, name, "name"))
        verdict = plan_words.verdict(network)
        end = RIGHT - (width_of(verdict, bold=True) + 10 if verdict else 0)
        self._parts.append(write(x, self._y, fitted(facts, end - x)))
        if verdict:
            style = "name" if verdict == "enough" else "name warn"
            self._parts.append(write(RIGHT, self._y, verdict, style, "end"))
        self._y += 12
        self._bar(part, scale)
        self._y += _BAR
        self._ends(part, scale)
        overlaps = [note.removeprefix(_OVERLAPS) for note in notes if note.startswith(_OVERLAPS)]
        if overlaps:
            self.words(_OVERLAPS + "; ".join(overlaps), "warn")
        if others := [note for note in notes if not note.startswith(_OVERLAPS)]:
            self.words("; ".join(others), "soft")
        self._parts.append("</g>")

    def _bar(self, part: PlannedRange, scale: Scale) -> None:
        y, usable = self._y, part.usable
        x, width = scale.bar(usable.first, usable.last)
        self._parts.append(box("free", x, y, width, _BAR))
        if width >= NARROW:
            self._parts += [box("cut", left, y, wide, _BAR) for left, wide in _merged(part, scale)]
        self._parts.append(box("track", *_along(scale.bar(part.network.first, part.network.last), y, _BAR)))
        for overlap in part.sharing.overlaps:
            of_overlap = scale.bar(overlap.span.first, overlap.span.last)
            self._parts.append(outline(*_along(of_overlap, y, _BAR)))
        if part.gateway is not None:
            left, wide = scale.bar(part.gateway, part.gateway)
            self._parts.append(gate(left + wide / 2, y, _BAR if width >= NARROW else 0))

    def _ends(self, part: PlannedRange, scale: Scale) -> None:
        """Write the first and last address below a bar, together where it is too narrow for both."""
        first, last = format_address(part.usable.first), format_address(part.usable.last)
        left, width = scale.bar(part.usable.first, part.usable.last)
        self._y += _LINE
        if width_of(first + last) + 16 <= width:
            self._parts.append(write(left, self._y, first, "soft"))
            self._parts.append(write(left + width, self._y, last, "soft", "end"))
            return
        both = f"{first} - {last}"
        x = max(LEFT, min(left, RIGHT - width_of(both)))
        self._parts.append(write(x, self._y, both, "soft"))

    def others(self, plan: Plan) -> None:
        """List the networks that have no bar."""
        left = [network for network in plan.networks if not network.ranges]
        if left:
            self._y += 30
            self._parts.append(write(LEFT, self._y, "Not drawn", "block"))
        for network in left[:_MOST_OTHERS]:
            notes = "; ".join(plan_words.network_notes(plan, network))
            self.words(f"{shown(network.key)}: {notes}", "warn" if network.error else "soft")
        if len(left) > _MOST_OTHERS:
            self.words(f"and {counted(len(left) - _MOST_OTHERS, 'other')}", "soft")


def _title(panel: Panel) -> str:
    span = f"{format_address(panel.first)} - {format_address(panel.last)}, inside {panel.block}"
    whole = panel.block.first == panel.first and panel.block.last == panel.last
    where = str(panel.block) if whole else span
    return f"{where}: {count(panel.size)} addresses, {counted(len(panel.rows), 'range')}"


def _facts(network: PlannedNetwork, part: PlannedRange) -> str:
    facts = [str(part.network), f"{count(part.usable.usable)} usable"]
    facts += [f"{count(part.excluded)} excluded"] if part.excluded else []
    facts += [text] if (text := plan_words.gateway(part)) else []
    facts += [f"carries {counted(network.pods, 'pod')}"] if network.pods is not None else []
    return ", ".join(facts)


def _along(bar: tuple[float, float], y: float, height: float) -> tuple[float, float, float, float]:
    return bar[0], y, bar[1], height


def _merged(part: PlannedRange, scale: Scale) -> Iterator[tuple[float, float]]:
    """Yield left edge and width of what is excluded; marks that touch are one."""
    edge, end = 0.0, -1.0
    for hole in _holes(part):
        left, width = scale.bar(hole.first, hole.last)
        if left > end:
            if end > edge:
                yield edge, end - edge
            edge = left
        end = max(end, left + width)
    if end > edge:
        yield edge, end - edge


def _holes(part: PlannedRange) -> Iterator[Span]:
    """Yield what lies between the first and the last address and is not handed out."""
    first = part.usable.first
    for span in sorted(part.usable.free):
        if first < span.first <= part.usable.last:
            yield Span(first, span.first - 1)
        first = max(first, span.last + 1)
    if first <= part.usable.last:
        yield Span(first, part.usable.last)
