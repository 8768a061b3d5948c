"""Subcharts that two charts have in common: what users may set in them is compared as in the chart itself."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from chartgen.chart.metadata import FILE_NAME
from chartgen.chart.reference import Chart, chart_of
from chartgen.core.errors import InputError
from chartgen.core.yaml import format_path
from chartgen.diff import defaults
from chartgen.diff.archives import unpacked
from chartgen.diff.change import Change
from chartgen.diff.noise import Noise
from chartgen.diff.values import ValuesComparison
from chartgen.lint.crds import of_folder
from chartgen.lint.objects import Object
from chartgen.lint.subchart_values import subcharts

_GLOBAL: Final = "global"


def inside(chart: Chart) -> dict[str, Chart]:
    """Give the subcharts of a chart, folders and archives, by the key that their values have in it.

    One that cannot be read is left out: the render says it.
    """
    found = {}
    for key, each in subcharts(unpacked(chart)).items():
        if FILE_NAME in each.files:
            try:
                found[key] = chart_of(chart.path_of(f"charts/{key}"), each.files)
            except InputError:
                continue
    return found


def crds(chart: Chart) -> list[Object]:
    """Give the objects of the folders `crds/` of a chart and its subcharts: Helm installs all of them.

    Raises:
        InputError: a file that is no YAML.
    """
    return [*of_folder(chart), *(each for sub in inside(chart).values() for each in crds(sub))]


def changes(old: Chart, new: Chart) -> Iterator[Change]:
    """Yield what differs in the values of the subcharts that both charts have.

    Raises:
        InputError: as `ValuesComparison`.
    """
    before, after = inside(old), inside(new)
    for key in sorted(before.keys() & after.keys()):
        pair = before[key], after[key]
        compared = ValuesComparison(*pair, Noise(*pair))
        found = [*compared.changes(), *(each for _, _, each in compared.opened), *changes(*pair)]
        given = [defaults.leaves(side.default_values.get(key)) for side in (old, new)]
        for each in found:
            # What the chart around it gives is compared as the chart's own default.
            is_given = each.kind.startswith("default") and all(each.path in side for side in given)
            if not is_given and each.path.split(".")[0] != _GLOBAL:
                yield _of(each, key)


def _of(each: Change, key: str) -> Change:
    """Give a change of a subchart as one of the chart that has it."""
    place = f"{format_path([key])}.{each.path}" if each.path else ""
    message = f"{format_path([key])}.{each.message}" if each.path else each.message
    return replace(each, where=f"charts/{key}/{each.where}", path=place, message=message)
