"""An upgrade with the same values changes nothing on the cluster."""

import subprocess
from pathlib import Path

import pytest

from tests.chart.conftest import CHART, SCENARIOS


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda path: path.name.removesuffix("-values.yaml"))
def test_an_upgrade_with_the_same_values_renders_the_same(scenario: Path, helm4: Path):
    command = [helm4, "template", "demo", CHART, "-n", "ns", "-f", scenario]
    streams = [
        subprocess.run([*command, *more], check=True, capture_output=True, timeout=60).stdout
        for more in ([], ["--is-upgrade"], ["--is-upgrade"])
    ]
    assert streams[0]
    assert len(set(streams)) == 1
