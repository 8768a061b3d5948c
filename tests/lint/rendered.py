"""All that a chart renders to, for tests."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from chartgen.chart.reference import Chart
from chartgen.chart.scenarios import Scenario, scenarios
from chartgen.lint.collecting import Collector
from chartgen.lint.facts import Run
from chartgen.lint.runs import Runs
from chartgen.lint.settings import Settings
from chartgen.render.engine import Engine


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
    with ThreadPoolExecutor(1) as pool:
        runs = Runs(chart, engine, settings, collector or Collector(settings), pool)
        return [*runs.of(scenarios(chart) if wanted is None else wanted), *runs.further()]
