"""Many who publish into one folder, and those that are killed while they do."""

import random
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from chartgen.release.package import package
from tests.release.conftest import WriteChart
from tests.release.test_publish_folder import entries, publish, tree


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "repository"
    made.mkdir()
    return made


def test_many_publish_at_once(folder: Path, write_chart: WriteChart):
    packages = [
        package(
            write_chart({"Chart.yaml": f"apiVersion: v2\nname: c\nversion: 0.{number}.0\n"}, f"c{number}"),
            time=number,
        )
        for number in range(20)
    ]
    with ThreadPoolExecutor(20) as pool:
        done = [*pool.map(lambda each: publish(each, folder), packages)]
    assert not any(each.was_there for each in done)
    assert [each["version"] for each in entries(folder)["c"]] == [f"0.{number}.0" for number in range(20)][
        ::-1
    ]
    assert len(tree(folder)) == 21


PUBLISH = """
import sys
from pathlib import Path
from chartgen.release.publish import read
from chartgen.release.publish_folder import to_folder
for path in sys.argv[2:]:
    to_folder(read(Path(path)), Path(sys.argv[1]), url="", replace_signature=False)
    print(path, flush=True)
"""


@pytest.mark.slow
def test_a_kill_at_any_moment_breaks_no_index(folder: Path, write_chart: WriteChart, tmp_path: Path):
    """What the index names is there, whole; what was told to be published is named."""
    large = "".join(random.Random(3).choices("abc", k=200_000))
    archives = []
    for number in range(150):
        chart = write_chart(
            {"Chart.yaml": f"apiVersion: v2\nname: c\nversion: 0.{number}.0\n", "x": large}, "c"
        )
        archives.append(tmp_path / f"c-0.{number}.0.tgz")
        archives[-1].write_bytes(package(chart, time=1).content)
    chance = random.Random(11)
    told: set[str] = set()
    killed = 0
    for _ in range(150):
        argv = [sys.executable, "-c", PUBLISH, str(folder), *map(str, chance.sample(archives, 30))]
        with subprocess.Popen(argv, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout
            # Importing takes a while: the first word says that it has begun.
            first = process.stdout.readline()
            time.sleep(chance.random() * 0.03)
            process.send_signal(signal.SIGKILL)
            told |= {*first.split(), *process.stdout.read().split()}
        killed += process.returncode == -signal.SIGKILL
        named = {each["urls"][0]: each["digest"] for each in entries(folder)["c"]}
        assert {Path(each).name for each in told} <= {*named}
        for name in chance.sample(sorted(named), min(5, len(named))):
            assert (folder / name).read_bytes() == (tmp_path / name).read_bytes()
    assert killed > 100
    assert len(named) > 60
    subprocess.run(
        [sys.executable, "-c", PUBLISH, str(folder), *map(str, archives)],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    # Nothing is left of those that were killed.
    assert sorted(tree(folder)) == sorted(["index.yaml", *(each.name for each in archives)])
