"""All that a chart renders to, for tests."""

from collections.abc import Sequence

from chartgen.chart.reference import Chart
from chartgen.chart.scenarios import Scenario, scenarios
from chartgen.lint.collecting import Collector
from chartgen.lint.facts import Run
from chartgen.lint.runs import Runs
from chartgen.lint.settings import Settings
from chartgen.render.engine import Engine
from chartgen.render.threads import lanes


def rendered(
    chart: Chart,
    engine: Engine,
    settings: Settings | None = None,
    *,
    collector: Collector | None = None,
    wanted: Sequence[Scenario] | None = None,
) -> list[Run]:
    """Render a chart in all its scenarios; what fails goes to the collector."""
    settings = settings or Settings(kube_versions=("1.37.0",))
    with lanes([engine]) as found:
        runs = Runs(chart, found, settings, collector or Collector(settings))
        runs.ask(scenarios(chart) if wanted is None else wanted)
        return [*runs.of(), *runs.further()]
