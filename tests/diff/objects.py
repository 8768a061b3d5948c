"""Objects for tests, and what is told of two of them."""

from typing import Any

import yaml

from chartgen.chart.reference import Chart
from chartgen.core.location import Location
from chartgen.diff import objects
from chartgen.diff.noise import Noise
from chartgen.lint.objects import Object
from chartgen.validate.manifest_file import Manifest
from tests.diff.charts import chart, edited, replaced, shop


def _nowhere(*_path: object, **_options: object) -> Location:
    return Location("")


def of_value(value: dict[str, Any]) -> Object:
    return Object(Manifest(value, _nowhere))


def made(text: str) -> Object:
    """Make an object of YAML."""
    return of_value(yaml.safe_load(text))


def versions() -> tuple[Chart, Chart]:
    """Give two versions of a chart."""
    return chart("old", shop()), chart("new", edited(shop(), replaced("Chart.yaml", "1.2.3", "1.3.0")))


def changes(old: str, new: str) -> list[str]:
    """Give what is told of two objects; an empty text is none."""
    pair = [made(text) if text else None for text in (old, new)]
    found = objects.changes(pair[0], pair[1], Noise(*versions()))
    return [f"{each.part} {each.kind} {each.message}" for each in found]
