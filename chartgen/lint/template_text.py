"""What stands in the line of a template that wrote a part of an object."""

import re
from typing import Final

from chartgen.chart.reference import Chart
from chartgen.core.values_path import Steps
from chartgen.lint.objects import Object, at
from chartgen.render.sourcemap.insertion import text_of

_ACTION: Final = re.compile(r"\{\{.*?\}\}")


def template_line(chart: Chart, each: Object, path: Steps) -> str:
    """Give the line of the template that wrote the value at a path; empty where that is not known."""
    place = each.locate(path)
    content = next((data for file, data in chart.files.items() if chart.path_of(file) == place.file), b"")
    lines = text_of(content).split("\n")
    return lines[place.line - 1] if 0 < place.line <= len(lines) else ""


def is_literal(chart: Chart, each: Object, path: Steps) -> bool:
    """Say whether the text at a path stands as it is in its line of the template: no value gave it."""
    text = at(each.value, path)
    return isinstance(text, str) and text in _ACTION.sub("", template_line(chart, each, path))
