"""How long checks take beyond the start of the program, and how that grows: `make bench`."""

import gc
import time
from pathlib import Path

import pytest

from chartgen.cni import annotation
from tests.bench.test_bench import CHART, CHARTGEN, seconds

pytestmark = pytest.mark.bench

SIZES = (1_000, 10_000, 100_000)
ROUNDS = 5


def written(folder: Path, count: int) -> str:
    lines = ["networks:"]
    for at in range(count):
        net = f"{10 + at // 62_500}.{at // 250 % 250}.{at % 250}"
        lines += [f"  n{at}:", "    master: eth1", f"    range: {net}.0/24", f'    exclude: ["{net}.1/32"]']
    file = folder / f"{count}.yaml"
    file.write_text("\n".join(lines) + "\n")
    return str(file)


def test_networks_of_values(tmp_path: Path):
    one = written(tmp_path, 1)
    start = min(seconds([*CHARTGEN, "validate", CHART, "-f", one]) for _ in range(ROUNDS))
    spent = {}
    for count in SIZES:
        file = written(tmp_path, count)
        rounds = ROUNDS if count < SIZES[-1] else 2
        spent[count] = min(seconds([*CHARTGEN, "validate", CHART, "-f", file]) for _ in range(rounds)) - start
        print(f"\n{count} networks: {spent[count]:.2f} s beyond a start of {start:.2f} s", end="")
    growth = spent[100_000] / spent[10_000]
    print(f"\nten times as many take {growth:.1f} times as long (limit 13)")
    assert spent[10_000] < 1
    assert growth < 13


def checked(texts: list[str]) -> float:
    start = time.perf_counter()
    results = [annotation.check(text, "default") for text in texts]
    spent = time.perf_counter() - start
    assert all(requests and not problems for requests, problems in results)
    return spent


def test_annotations():
    texts = [f"data-{at}@net{at % 9 + 10}, other/more" for at in range(20_000)]
    # As in a run of the program: chartgen.cli.
    gc.set_threshold(50_000, 20, 50)
    texts += [f'[{{"name": "data-{at}", "interface": "net5"}}]' for at in range(20_000)]
    rate = max(len(texts) / checked(texts) for _ in range(ROUNDS))
    print(f"\n{rate:,.0f} annotations a second (limit 100,000)")
    assert rate >= 100_000
