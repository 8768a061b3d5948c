"""`chartgen lint` against the shell loop that it replaces, in one run: `make bench`."""

import itertools
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from chartgen.kubernetes import store
from tests.bench.budget import budget
from tests.bench.test_bench import CHART, CHARTGEN, ENVIRONMENT, peak, seconds

pytestmark = pytest.mark.bench

COUNT = 50
VERSIONS = ("1.28.0", "1.32.0", "1.37.0")
ROUNDS = 5
# The loop takes combinations one by one: some of them say what all take.
ONE_IN = 10
SECONDS, RATIO, MEMORY = 2.0, 10, 400 * 2**20

LOOP = """\
set -euo pipefail
helm=$1 kubeconform=$2 chart=$3 schemas=$4
shift 4
while (($#)); do
    "$helm" lint --quiet "$chart" -f "$1" --kube-version "$2" >/dev/null
    "$helm" template "$chart" -f "$1" --kube-version "$2" |
        "$kubeconform" -strict -ignore-missing-schemas -schema-location \\
        "$schemas/$2/{{ .Group }}/{{ .ResourceKind }}_{{ .ResourceAPIVersion }}.json"
    shift 2
done
"""

BUDGET = budget(
    """\
from chartgen.cli import lint, run
from chartgen.lint import objects, rendering, work
from chartgen.render import embedded
""",
    """\
measure(embedded.EmbeddedEngine, "render_texts", "render")
measure(Future, "result", "render")
measure(rendering.Documents, "read", "parse")
measure(objects.Kubernetes, "check", "schema")
measure(work.Work, "prepare", "rules")
measure(work.Work, "release", "rules")
measure(work.Work, "chart", "rules")
""",
)


def different_values(number: int) -> dict[str, object]:
    """Give values that no document has in common with those of another number."""
    return {
        "commonLabels": {"number": f"n{number}"},
        "networks": {f"net-{number}": {"master": "eth1", "range": f"10.{number}.0.0/16"}},
        "multus": {"logLevel": ("debug", "verbose", "error")[number % 3]},
        "whereabouts": {"gc": {"schedule": f"*/{number % 29 + 1} * * * *"}},
    }


@pytest.fixture
def chart(tmp_path: Path) -> Path:
    """Give our chart with other scenarios."""
    copy = tmp_path / "multus-ipvlan"
    shutil.copytree(CHART, copy, ignore=shutil.ignore_patterns("ci"))
    (copy / "ci").mkdir()
    for number in range(COUNT):
        text = yaml.safe_dump(different_values(number))
        (copy / f"ci/{number:02}-values.yaml").write_text(text)
    return copy


def write_schemas(folder: Path, helm: Path, chart: Path) -> Path:
    """Write what kubeconform needs for the kinds of the chart, for each version."""
    shown = subprocess.run([helm, "template", chart], capture_output=True, check=True)
    kinds = {(each["apiVersion"], each["kind"]) for each in yaml.safe_load_all(shown.stdout) if each}
    for version, (api_version, kind) in itertools.product(VERSIONS, kinds):
        group, _, name = api_version.rpartition("/")
        schema = store.schema_for(version, api_version, kind)
        if schema:
            file = folder / version / (group or name) / f"{kind.lower()}_{name}.json"
            file.parent.mkdir(parents=True, exist_ok=True)
            text = {"$schema": "http://json-schema.org/draft-07/schema#", **schema}
            file.write_text(json.dumps(text))
    return folder


def test_fifty_scenarios(helm4: Path, kubeconform_program: str, chart: Path, tmp_path: Path):
    versions = [word for version in VERSIONS for word in ("--kube-version", version)]
    arguments = ["lint", str(chart), *versions, "--format", f"json:{tmp_path / 'report.json'}"]
    schemas = write_schemas(tmp_path / "schemas", helm4, chart)
    combinations = list(itertools.product(sorted(chart.glob("ci/*.yaml")), VERSIONS))
    sample = [str(word) for pair in combinations[::ONE_IN] for word in pair]
    loop = ["bash", "-c", LOOP, "loop", str(helm4), kubeconform_program, str(chart), str(schemas), *sample]

    rounds = [(seconds([*CHARTGEN, *arguments]), seconds(loop)) for _ in range(ROUNDS)]
    ours = min(pair[0] for pair in rounds)
    theirs = min(pair[1] for pair in rounds) * ONE_IN
    print(f"\n{COUNT} scenarios × {len(VERSIONS)} versions: {ours:.2f} s (limit {SECONDS})")
    print(f"the loop over every {ONE_IN}th of them takes {theirs / ONE_IN:.2f} s, so {theirs:.1f} s for all")
    print(f"= {theirs / ours:.0f} times as fast (limit {RATIO})")
    highest = peak([*CHARTGEN, *arguments])
    print(f"peak of all processes together at most {highest / 2**20:.0f} MB (limit {MEMORY / 2**20:.0f})")
    done = subprocess.run(
        [sys.executable, "-c", BUDGET, *arguments], env=ENVIRONMENT, check=True, capture_output=True
    )
    budget = json.loads(done.stderr.splitlines()[-1])
    print(", ".join(f"{stage} {spent:.2f} s" for stage, spent in budget.items()))
    assert theirs >= RATIO * ours
    assert highest < MEMORY
    assert ours < SECONDS
