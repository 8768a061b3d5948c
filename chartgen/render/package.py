"""The chart as an engine gets it: one archive, so that all engines load the same files in the same order."""

import json
import posixpath
from typing import Final

from chartgen.chart.archive import pack
from chartgen.chart.reference import SCHEMA_FILE, VALUES_FILE
from chartgen.core.errors import InputError
from chartgen.render.engine import Request
from chartgen.render.integers import integers_template

# Helm runs the templates with the most slashes first.
_INTEGERS: Final = f"templates/{'~/' * 30}integers.yaml"


def chart_archive(request: Request) -> bytes:
    """Pack the chart with the integers of `--set`, and without the schema where the caller has checked it."""
    return pack(_files(request))


def values_json(request: Request) -> bytes:
    """Give the user's values as JSON.

    Raises:
        InputError: there is something in them that JSON cannot say.
    """
    try:
        return json.dumps(request.values, allow_nan=False, default=dict).encode()
    except (TypeError, ValueError) as error:
        problem = f"the values cannot be given to Helm: {error}"
        raise InputError(problem, where=request.chart.reference) from error


def with_one_template(request: Request, template: str) -> bytes:
    """Pack the chart so that Helm runs no template but `template`; the others can still be included."""
    return pack({_hidden(path, template): content for path, content in _files(request).items()})


def templates(request: Request) -> list[str]:
    """Give the paths in the chart of the templates that Helm runs, without those of packed subcharts."""
    return [path for path in request.chart.files if _is_run(path)]


def _files(request: Request) -> dict[str, bytes]:
    chart = request.chart
    # With subcharts only Helm knows the values that the schema is about.
    files = {
        path: content
        for path, content in chart.files.items()
        if path != SCHEMA_FILE or chart.has_dependencies
    }
    if chart.has_split_values:
        files[VALUES_FILE] = json.dumps(dict(chart.default_values)).encode()
    if request.integers:
        files[_INTEGERS] = integers_template(request.values, request.integers).encode()
    return files


def _is_run(path: str) -> bool:
    directory, name = posixpath.split(f"/{path}")
    return "/templates/" in f"{directory}/" and not name.startswith("_")


def _hidden(path: str, template: str) -> str:
    if path in {template, _INTEGERS} or not _is_run(path):
        return path
    directory, name = posixpath.split(path)
    # Helm reads such a file but does not run it.
    return f"{directory}/_{name}"
