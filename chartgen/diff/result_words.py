"""The words of a comparison that all formats share."""

from collections.abc import Sequence
from typing import Final

from chartgen.diff.change import AREAS, Change, Part
from chartgen.diff.compare import Compared

_NAMES: Final = 3


def counted(number: int, noun: str) -> str:
    """Give a number with its noun."""
    return f"{number} {noun if number == 1 else f'{noun}s'}"


def verdict(compared: Compared) -> str:
    """Say which part of the version must rise."""
    part, _ = compared.verdict
    if part is None:
        return "none: the charts do not differ"
    return str(part)


def counts(changes: Sequence[Change]) -> dict[str, int]:
    """Count the changes by the part that they require, the greatest first."""
    return {str(part): sum(each.part == part for each in changes) for part in sorted(Part, reverse=True)}


def others(each: Change) -> str:
    """Say how many objects changed alike; empty for one."""
    return f" and {len(each.others)} more" if each.others else ""


def seen_in(each: Change, compared: Compared) -> str:
    """Say which scenarios show a change; empty where all that could do, or none was needed."""
    names, total = each.scenarios, shown_by(each, compared)
    if not names or len(names) == total:
        return ""
    rest = len(names) - _NAMES
    more = f" and {rest} more" if rest > 0 else ""
    return f"in {len(names)} of {counted(total, 'scenario')}: {', '.join(names[:_NAMES])}{more}"


def shown_by(each: Change, compared: Compared) -> int:
    """Count the scenarios that could show a change: for objects, both charts must give some."""
    return len(compared.scenarios) if each.area == "scenarios" else compared.rendered


def scenarios(compared: Compared) -> str:
    """Say how many scenarios there are, and in how many of them objects are compared where not in all."""
    total = counted(len(compared.scenarios), "scenario")
    if compared.rendered == len(compared.scenarios):
        return total
    return f"{total}, objects compared in {compared.rendered}"


def areas(changes: Sequence[Change]) -> list[tuple[str, list[Change]]]:
    """Give the changes by what they are about, each with its title."""
    found = ((title, [each for each in changes if each.area == area]) for area, title in AREAS.items())
    return [(title, some) for title, some in found if some]
