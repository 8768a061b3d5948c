"""Every branch of the chart's templates is entered by one of its scenarios, `ci/*-values.yaml`, or refused in
`ci/negative`: a render of each of those must fail with the text that the file gives.
"""

from pathlib import Path

from chartgen.chart.reference import load
from chartgen.chart.values import Options, collect
from chartgen.kubernetes import store
from chartgen.render.engine import Engine, Release, Request
from chartgen.render.sourcemap.coverage import Scenario, cover
from tests.chart.conftest import CHART, SCENARIOS, namespace_of
from tests.chart.negative import Negative, read_apis, read_header, read_negatives


def positive(path: Path, engine: Engine) -> Scenario:
    values = collect(Options([str(path)])).tree
    release = Release(namespace=namespace_of(path))
    header = read_header(path)
    version = header.get("Kubernetes", store.newest())
    return Scenario(
        path.name,
        lambda chart: engine.render(Request(chart, values, version, release, read_apis(header))),
    )


def refused(negative: Negative, engine: Engine) -> Scenario:
    return Scenario(
        negative.path.name, lambda chart: engine.render(negative.request(chart)), negative.refused
    )


def test_every_branch_is_entered(sdk: Engine):
    scenarios = [positive(path, sdk) for path in SCENARIOS]
    scenarios += [refused(negative, sdk) for negative in read_negatives(CHART / "ci" / "negative")]
    found = cover(load(str(CHART)), scenarios)
    assert [f"{failure.scenario}: {failure.problem}" for failure in found.failures] == []
    uncovered = "\n".join(map(str, found.uncovered))
    assert not uncovered, f"{len(found.uncovered)} branches are not covered:\n{uncovered}"
