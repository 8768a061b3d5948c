"""What only Helm can tell of values: templates that the user wrote, and charts that we do not know."""

from chartgen.chart.reference import Chart
from chartgen.chart.values import Values
from chartgen.core.errors import InputError
from chartgen.core.finding import Finding
from chartgen.render.engine import Engine, RenderLimitError
from chartgen.render.scenario import Scenarios, Target
from chartgen.validate.failure import failure


def render_findings(engine: Engine, chart: Chart, target: Target, values: Values) -> list[Finding]:
    """Render one scenario whose values the schema accepts; give why it fails, if it does.

    Raises:
        ToolError: the engine fails.
        UsageError: a release name or Kubernetes version that Helm refuses.
    """
    try:
        Scenarios(engine, chart, target).render_checked(values)
    except RenderLimitError as error:
        return [failure("render-limit", error)]
    except InputError as error:
        return [failure("render-failed", error)]
    return []
