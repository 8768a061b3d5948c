"""`chartgen diff` of two versions over fifty scenarios: `make bench`."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.bench.budget import budget
from tests.bench.test_bench import CHART, CHARTGEN, ENVIRONMENT, peak, seconds
from tests.bench.test_lint import different_values

pytestmark = pytest.mark.bench

COUNT = 50
ROUNDS = 5
SECONDS, MEMORY = 2.0, 400 * 2**20

BUDGET = budget(
    """\
from chartgen.cli import diff, diffing, run
from chartgen.diff import compare, hazards, objects, side
from chartgen.lint import rendering
""",
    """\
measure(side.Side, "ask", "values")
measure(Future, "result", "render")
measure(rendering.Documents, "read", "parse")
measure(compare._Comparison, "_pair", "objects")
measure(hazards.Cluster, "hits", "schema")
""",
)


@pytest.fixture
def versions(tmp_path: Path) -> tuple[Path, Path]:
    """Give two versions of our chart with other scenarios: all objects of the newer one have another label."""
    folders = tmp_path / "old", tmp_path / "new"
    for folder in folders:
        shutil.copytree(CHART, folder, ignore=shutil.ignore_patterns("ci"))
        (folder / "ci").mkdir()
        for number in range(COUNT):
            (folder / f"ci/{number:02}-values.yaml").write_text(yaml.safe_dump(different_values(number)))
    for path, old, new in (
        ("Chart.yaml", 'version: "0.1.0"', 'version: "0.2.0"'),
        ("files/platforms/gke.json", "v4.2.1-gke.6", "v4.2.2-gke.1"),
        ("templates/_labels.tpl", "{{ .root.labels.all }}", '{{ .root.labels.all }}\nexample.com/new: "new"'),
    ):
        file = folders[1] / path
        text = file.read_text()
        assert old in text
        file.write_text(text.replace(old, new))
    return folders


def test_fifty_scenarios(versions: tuple[Path, Path], tmp_path: Path):
    report = tmp_path / "report.json"
    arguments = ["diff", *map(str, versions), "--format", f"json:{report}"]
    ours = min(seconds([*CHARTGEN, *arguments]) for _ in range(ROUNDS))
    print(f"\n{COUNT} scenarios, every object of every one differs: {ours:.2f} s (limit {SECONDS})")
    highest = peak([*CHARTGEN, *arguments])
    print(f"peak of all processes together at most {highest / 2**20:.0f} MB (limit {MEMORY / 2**20:.0f})")
    done = subprocess.run(
        [sys.executable, "-c", BUDGET, *arguments], env=ENVIRONMENT, check=True, capture_output=True
    )
    budget = json.loads(done.stderr.splitlines()[-1])
    print(", ".join(f"{stage} {spent:.2f} s" for stage, spent in budget.items()))
    told = json.loads(report.read_text())["result"]
    assert len(told["scenarios"]) == COUNT + 1
    assert {"image-changed", "label-changed", "pods-restart"} <= {each["kind"] for each in told["changes"]}
    assert ours < SECONDS
    assert highest < MEMORY
