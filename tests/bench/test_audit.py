"""The audit of a large cluster against `json.load` of the same dump, in one run: `make bench`."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.networks.dumps import allocation, network, pod, pool, reservation

pytestmark = pytest.mark.bench

PODS, POOLS = 50_000, 200
EACH = PODS // POOLS
FILLER = [{"name": f"VARIABLE_{at}", "value": "x" * 40} for at in range(22)]
LOAD = "import json, sys; json.load(open(sys.argv[1], encoding='utf-8'))"
AUDIT = "import sys; from chartgen.cli import main; main(['audit', sys.argv[1]])"


def _things() -> Iterator[dict[str, Any]]:
    for at in range(PODS):
        name, address = f"app-{at:05}-7d9c6b5f4-x2x4k", f"10.{at // EACH}.0.{at % EACH + 1}"
        one = pod(name, address, network=f"default/data-{at // EACH}")
        one["spec"]["containers"][0]["env"] = FILLER
        yield one
    for at in range(POOLS):
        names = [f"app-{number:05}-7d9c6b5f4-x2x4k" for number in range(at * EACH, (at + 1) * EACH)]
        held = {str(number): allocation(f"apps/{name}") for number, name in enumerate(names, 1)}
        yield pool(held, range_=f"10.{at}.0.0/23", name=f"10.{at}.0.0-23")
        yield network(f"data-{at}", f"10.{at}.0.0/23")
        for number, name in enumerate(names, 1):
            yield reservation(f"10.{at}.0.{number}", f"apps/{name}")


@pytest.fixture(scope="module")
def dump(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bench") / "dump.json"
    with path.open("w") as file:
        file.write('{\n    "apiVersion": "v1",\n    "items": [')
        for at, thing in enumerate(_things()):
            text = json.dumps(thing, indent=4)
            assert thing["kind"] != "Pod" or len(text) >= 5_000
            file.write(("," if at else "") + text)
        file.write('],\n    "kind": "List"\n}\n')
    return path


def _measure(code: str, dump: Path) -> tuple[float, int]:
    """Give the seconds and the peak of memory in bytes of a process of its own."""
    start = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-c", code, str(dump)], stdout=subprocess.PIPE)
    assert process.stdout is not None
    said = process.stdout.read()
    process.stdout.close()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    assert said in (b"", b"1 file: no findings\n")
    return time.perf_counter() - start, usage.ru_maxrss * 1024


def test_fifty_thousand_pods(dump: Path):
    rounds = [(_measure(AUDIT, dump), _measure(LOAD, dump)) for _ in range(3)]
    ours, theirs = (min(each[side][0] for each in rounds) for side in (0, 1))
    peak = max(each[0][1] for each in rounds)
    print(
        f"\naudit {dump.stat().st_size >> 20} MiB: {ours:.2f} s against {theirs:.2f} s = {ours / theirs:.2f}x (limit 2x)"
    )
    print(f"peak {peak >> 20} MiB (limit 600)")
    assert ours <= 2 * theirs
    assert peak <= 600 << 20
