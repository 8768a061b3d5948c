"""One more package in a large index against `helm repo index --merge`, in one run: `make bench`."""

import statistics
import subprocess
from pathlib import Path

import pytest

from tests.bench.test_bench import CHART, CHARTGEN, seconds

pytestmark = pytest.mark.bench

ENTRIES = 10_000


CHART_YAML = """apiVersion: v2
name: chart
version: 0.1.0
appVersion: 1.2.3
description: What this chart installs, in a sentence that is as long as such sentences usually are in charts
type: application
kubeVersion: ">=1.28.0-0"
home: https://example.com/chart
icon: https://example.com/chart/icon.png
sources: [https://example.com/source, https://example.com/chart]
keywords: [one, two, three, four]
maintainers: [{name: A Maintainer, email: maintainer@example.com, url: https://example.com}]
annotations:
  category: Infrastructure
  images: |
    - name: image
      image: registry.example.com/image:1.2.3
"""


def large_index(helm: Path, folder: Path, charts: int) -> str:
    """Give an index of many entries as Helm writes it."""
    (folder / "chart").mkdir()
    (folder / "chart/Chart.yaml").write_text(CHART_YAML)
    subprocess.run([helm, "package", folder / "chart", "-d", folder], check=True, stdout=subprocess.DEVNULL)
    subprocess.run([helm, "repo", "index", folder], check=True)
    _, dash, rest = (folder / "index.yaml").read_text().partition("  - annotations")
    entry = dash + rest.partition("generated:")[0]
    lines = ["apiVersion: v1\nentries:\n"]
    for chart in range(charts):
        name = f"chart-{chart:05}"
        named = entry.replace("name: chart\n", f"name: {name}\n")
        lines.append(f"  {name}:\n")
        lines += [
            named.replace("version: 0.1.0", f"version: 0.{minor}.0")
            for minor in range(ENTRIES // charts, 0, -1)
        ]
    return "".join([*lines, 'generated: "2020-01-01T00:00:00Z"\n'])


@pytest.mark.parametrize("charts", [100, ENTRIES])
def test_index(helm4: Path, tmp_path: Path, charts: int):
    ours, theirs, made = (tmp_path / name for name in ("ours", "theirs", "made"))
    for folder in (ours, theirs, made):
        folder.mkdir()
    index = large_index(helm4, made, charts)
    subprocess.run([*CHARTGEN, "-q", "package", CHART, "-d", theirs], check=True, stdout=subprocess.DEVNULL)
    (package,) = theirs.glob("*.tgz")
    times = []
    for _ in range(5):
        (ours / "index.yaml").write_text(index)
        times.append(seconds([*CHARTGEN, "-q", "publish", str(package), str(ours)]))
    (theirs / "large.yaml").write_text(index)
    helm = seconds([str(helm4), "repo", "index", str(theirs), "--merge", str(theirs / "large.yaml")])
    mine, size = statistics.median(times), len(index) / 1e6
    print(
        f"\n{ENTRIES} entries of {charts} charts, {size:.0f} MB: {mine:.2f} s against {helm:.2f} s (limit 1 s)"
    )
    assert mine < 1
