"""One more package in a large index against `helm repo index --merge`, in one run: `make bench`."""

import statistics
import subprocess
from pathlib import Path

import pytest

from tests.bench.test_bench import CHART, CHARTGEN, seconds

pytestmark = pytest.mark.bench

ENTRIES = 10_000


def large_index(helm: Path, folder: Path, charts: int) -> str:
    """Give an index of many entries, each as large as that of our chart, as Helm writes it."""
    subprocess.run([helm, "repo", "index", folder], check=True)
    text = (folder / "index.yaml").read_text()
    head, dash, rest = text.partition("  - annotations")
    entry = dash + rest.partition("generated:")[0]
    lines = ["apiVersion: v1\nentries:\n"]
    for chart in range(charts):
        name = f"chart-{chart:05}"
        lines.append(f"  {name}:\n")
        named = entry.replace("name: multus-ipvlan\n", f"name: {name}\n")
        lines += [
            named.replace("version: 0.1.0", f"version: 0.{minor}.0")
            for minor in range(ENTRIES // charts, 0, -1)
        ]
    return "".join([*lines, 'generated: "2020-01-01T00:00:00Z"\n'])


@pytest.mark.parametrize("charts", [1, 100, ENTRIES])
def test_index(helm4: Path, tmp_path: Path, charts: int):
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    for folder in (ours, theirs):
        folder.mkdir()
    subprocess.run([*CHARTGEN, "-q", "package", CHART, "-d", theirs], check=True, stdout=subprocess.DEVNULL)
    index = large_index(helm4, theirs, charts)
    (package,) = theirs.glob("*.tgz")
    times = []
    for _ in range(5):
        (ours / "index.yaml").write_text(index)
        times.append(seconds([*CHARTGEN, "-q", "publish", str(package), str(ours)]))
    (theirs / "large.yaml").write_text(index)
    helm = seconds([str(helm4), "repo", "index", str(theirs), "--merge", str(theirs / "large.yaml")])
    mine = statistics.median(times)
    print(
        f"\nindex of {ENTRIES} entries of {charts} charts, {len(index) / 1e6:.0f} MB: {mine:.2f} s against {helm:.2f} s"
    )
    assert mine < 1
