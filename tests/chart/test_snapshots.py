"""What every scenario renders to; `pytest tests/chart/test_snapshots.py --snapshot-update` writes it anew."""

import re
from pathlib import Path

import pytest

from chartgen.kubernetes import store
from tests.chart.conftest import SCENARIOS, RenderScenario

SNAPSHOTS = Path(__file__).parent / "snapshots"

MASKS = (
    (re.compile(r"^( *helm\.sh/chart: ).*$", re.MULTILINE), r"\1CHART-VERSION"),
    (re.compile(r"^( *app\.kubernetes\.io/version: ).*$", re.MULTILINE), r"\1APP-VERSION"),
    (re.compile(r"^(  [a-z-]+\.sh: \|\n)(?:    .*\n|\n)+", re.MULTILINE), "\\1    A FILE OF FILES/\n"),
    (re.compile(r"^( *- )\"#!/bin/sh\\n.*\"$", re.MULTILINE), r"\1FILES/NETWORK-TEST.SH"),
)


def name_of(scenario: Path) -> str:
    return scenario.name.replace("-values.yaml", ".yaml")


def masked(stream: str) -> str:
    """Hide what every release of the chart changes, and scripts, which are files that have tests of their own."""
    for pattern, replacement in MASKS:
        stream = pattern.sub(replacement, stream)
    return stream


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda file: file.stem)
def test_a_scenario_renders_as_recorded(scenario: Path, render_scenario: RenderScenario, snapshot):
    snapshot.snapshot_dir = SNAPSHOTS
    snapshot.assert_match(masked(render_scenario(scenario, store.newest())), name_of(scenario))


def test_no_record_is_missing_or_left_over():
    recorded = {file.name for file in SNAPSHOTS.iterdir()}
    assert recorded == {name_of(scenario) for scenario in SCENARIOS}


def test_only_versions_are_masked():
    text = 'a:\n  helm.sh/chart: c-0.1.0\n  app.kubernetes.io/version: "1"\n  app.kubernetes.io/name: c\n'
    assert masked(text) == (
        "a:\n  helm.sh/chart: CHART-VERSION\n  app.kubernetes.io/version: APP-VERSION\n"
        "  app.kubernetes.io/name: c\n"
    )
