"""The address plan as a table for people: a line for each range, and what is to say of it below."""

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from chartgen.cni.addresses import format_address
from chartgen.networks import plan_words
from chartgen.networks.plan import Plan, PlannedNetwork, PlannedRange
from chartgen.networks.plan_words import count, shown

WIDTH: Final = 100
_LONGEST_NAME: Final = 20
_LONGEST_RANGE: Final = 20
_INDENT: Final = "  "
_HEAD: Final = ("NETWORK", "RANGE", "FAMILY", "USABLE", "EXCLUDED", "PODS")
_RIGHT: Final = range(3, 6)

Row = tuple[str, ...]


def render(plan: Plan) -> str:
    """Write a plan; lines have at most `WIDTH` characters but for long words and rows of large numbers."""
    lines = [*_wrapped(plan_words.title(plan), ""), *_wrapped(plan_words.asked(plan), "")]
    if plan.networks:
        lines += ["", *_table(plan)]
    return "".join(f"{line}\n" for line in lines)


def _table(plan: Plan) -> Iterator[str]:
    head = (*_HEAD, f"FOR {count(plan.demand.pods)}" if plan.demand else "")
    rows = [(network, _rows(network)) for network in plan.networks]
    cells = [head, *(row for _, of_network in rows for row in of_network)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head))]
    yield _line(head, widths)
    for network, of_network in rows:
        yield _line(of_network[0], widths)
        for text in (plan_words.where(network), *plan_words.network_notes(plan, network)):
            yield from _wrapped(text, _INDENT)
        for at, part in enumerate(network.ranges):
            if at:
                yield _line(of_network[at], widths)
            yield from _below(plan, network, part)


def _rows(network: PlannedNetwork) -> list[Row]:
    """Give the cells of a network: a row for each range, and one if there is none."""
    name = shown(network.key, _LONGEST_NAME)
    pods = "-" if network.pods is None else count(network.pods)
    verdict = plan_words.verdict(network)
    rows = [
        (_range(part), f"IPv{part.family}", count(part.usable.usable), count(part.excluded))
        for part in network.ranges
    ] or [("-", "-", "-", "-")]
    first = (name, *rows[0], pods, verdict)
    return [first, *(("", *row, "", "") for row in rows[1:])]


def _range(part: PlannedRange) -> str:
    """Give a range for the table; a long one stands in the lines below, where the first and last do."""
    text = str(part.network)
    return text if len(text) <= _LONGEST_RANGE else "(see below)"


def _line(row: Row, widths: Sequence[int]) -> str:
    cells = (
        cell.rjust(width) if column in _RIGHT else cell.ljust(width)
        for column, (cell, width) in enumerate(zip(row, widths, strict=True))
    )
    return "  ".join(cells).rstrip()


def _below(plan: Plan, network: PlannedNetwork, part: PlannedRange) -> Iterator[str]:
    span = f"{format_address(part.usable.first)} - {format_address(part.usable.last)}"
    long = _range(part) != str(part.network)
    facts = [str(part.network)] * long + [span]
    facts += [text for text in (plan_words.gateway(part), f"pool {shown(part.pool, WIDTH)}") if text]
    for text in (", ".join(facts), *plan_words.range_notes(plan, part, network.key)):
        yield from _wrapped(text, _INDENT)


def _wrapped(text: str, indent: str) -> Iterable[str]:
    """Break a text at its blanks; what follows is indented further."""
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent + _INDENT,
        break_on_hyphens=False,
    )
