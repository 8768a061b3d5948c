"""What only Helm can tell of values: templates that the user wrote, and charts that we do not know."""

from dataclasses import replace
from typing import Final

from chartgen.chart.reference import Chart
from chartgen.chart.values import Values
from chartgen.core.errors import InputError
from chartgen.core.finding import Finding
from chartgen.core.location import Location
from chartgen.render.engine import Engine, RenderLimitError
from chartgen.render.scenario import Scenarios, Target
from chartgen.validate.failure import failure

_EXTRAS: Final = "templates/extras/extraobjects.yaml"


def render_findings(engine: Engine, chart: Chart, target: Target, values: Values) -> list[Finding]:
    """Render one scenario whose values the schema accepts; give why it fails, if it does.

    Raises:
        ToolError: the engine fails.
        UsageError: a release name or Kubernetes version that Helm refuses.
    """
    scenarios = Scenarios(engine, chart, target)
    try:
        scenarios.render_checked(values)
    except RenderLimitError as error:
        return [failure("render-limit", error)]
    except InputError as error:
        found = failure("render-failed", error)
        if found.location.file != chart.path_of(_EXTRAS):
            return [found]
        return [replace(found, location=_extra_object(scenarios, values) or found.location)]
    return []


def _extra_object(scenarios: Scenarios, values: Values) -> Location | None:
    """Give the place of the first of the user's objects that fails alone: Helm names only what runs them."""
    objects = values.tree.get("extraObjects")
    for at, each in enumerate(objects if isinstance(objects, list) else ()):
        if _fails(scenarios, replace(values, tree={**values.tree, "extraObjects": [each]})):
            return values.locate(("extraObjects", at))
    return None


def _fails(scenarios: Scenarios, values: Values) -> bool:
    try:
        scenarios.render_checked(values)
    except (InputError, RenderLimitError):
        return True
    return False
