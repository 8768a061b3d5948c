"""What a chart's `values.schema.json` refuses in a user's values, each with its place."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chartgen.chart.reference import SCHEMA_FILE, Chart
from chartgen.chart.schema_file import read_schema
from chartgen.chart.values import Values, coalesce
from chartgen.core.json_schema import QUOTE, UNQUOTE, Problem
from chartgen.core.location import Location
from chartgen.core.values_path import Steps, contains
from chartgen.core.yaml import format_path


@dataclass(frozen=True, slots=True)
class Refused:
    """One value that the schema refuses, and where it was set."""

    location: Location
    problem: Problem

    @property
    def path(self) -> Steps:
        """Where in the values it stands."""
        return self.problem.path

    @property
    def message(self) -> str:
        """What is wrong, with the values path in front."""
        return f"{format_path(self.path) or 'values'}: {self.problem.message}"

    @property
    def hint(self) -> str:
        """What to try, in the terms of the option that set the value, if one did."""
        hint = self.problem.hint
        for option, known, instead in (("--set", QUOTE, "--set-string"), ("--set-string", UNQUOTE, "--set")):
            if hint == known and self.location.file.startswith(f"{option} "):
                return f"give it with {instead}"
        return hint


class ValuesSchema:
    """The schema of one chart, compiled once."""

    def __init__(self, chart: Chart) -> None:
        """Read it.

        Raises:
            InputError: the chart's `values.schema.json` is no schema.
        """
        self._chart = chart
        text = chart.schema
        self._schema = None if text is None else read_schema(text, file=chart.path_of(SCHEMA_FILE))

    def refused(self, values: Values, merged: Mapping[str, Any] | None = None) -> list[Refused]:
        """Give what the schema refuses, sorted by place; `merged` are the values with the chart's defaults.

        The defaults of subcharts are not there: of a chart with some, only what the user has written counts.

        Raises:
            InputError: the schema refers to something that it does not contain.
        """
        if self._schema is None:
            return []
        whole = coalesce(self._chart.default_values, values.tree) if merged is None else merged
        problems = self._schema.problems(whole)
        if self._chart.has_dependencies:
            problems = [each for each in problems if each.path and contains(values.tree, each.path)]
        found = (
            Refused(locate(values, self._chart, each.path, key=each.is_about_key), each) for each in problems
        )
        return sorted(found, key=lambda each: each.location)


def locate(values: Values, chart: Chart, path: Steps, *, key: bool = False) -> Location:
    """Give the place of the value at `path`: the user's, or else the chart's default."""
    is_default = bool(path) and contains(chart.default_values, path)
    if (not contains(values.tree, path) and is_default) or not (values.documents or values.flags):
        return chart.locate_default(path, key=key)
    return values.locate(path, key=key)
