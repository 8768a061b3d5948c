"""Packing against `helm package`, in one run: `make bench`.

To start Python with click and a YAML reader alone takes about as long as Helm takes for all of it.
"""

import statistics
from pathlib import Path

import pytest

from tests.bench.test_bench import CHART, CHARTGEN, seconds

pytestmark = pytest.mark.bench


def test_package(helm4: Path, tmp_path: Path):
    pairs = [
        (
            seconds([*CHARTGEN, "-q", "package", CHART, "-d", str(tmp_path / "ours")]),
            seconds([str(helm4), "package", CHART, "-d", str(tmp_path / "theirs")]),
        )
        for _ in range(41)
    ]
    ours, theirs = (statistics.median(each) for each in zip(*pairs, strict=True))
    print(f"\npackage: {ours:.3f} s against {theirs:.3f} s = {ours / theirs:.2f}x (limit 1.5x helm package)")
    assert ours <= 1.5 * theirs
