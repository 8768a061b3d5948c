"""Ctrl-C during a render that takes long: the run ends at once, and leaves nothing behind."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT
from tests.conftest import find_tool

SLOW = "{{ range until 100000 }}{{ range until 100000 }}{{ end }}{{ end }}\n"
BUSY = 0.6
"""Seconds of CPU time from which on a child does more than to start."""


def status(pid: int) -> list[str]:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return []


def children(parent: int) -> Iterator[int]:
    for place in Path("/proc").glob("[0-9]*"):
        found = status(int(place.name))
        if found and int(found[1]) == parent:
            yield int(place.name)


def wait_until_busy(parent: int, count: int) -> list[int]:
    deadline = time.monotonic() + 30
    ticks = BUSY * os.sysconf("SC_CLK_TCK")
    while time.monotonic() < deadline:
        found = list(children(parent))
        if sum(int((status(pid) or ["0"] * 12)[11]) > ticks for pid in found) >= count:
            return found
        time.sleep(0.05)
    raise AssertionError("no child renders")


@pytest.fixture
def chart(tmp_path: Path) -> Path:
    folder = tmp_path / "slow"
    (folder / "templates").mkdir(parents=True)
    (folder / "Chart.yaml").write_text("apiVersion: v2\nname: slow\nversion: 0.1.0\n")
    (folder / "templates/a.yaml").write_text(SLOW)
    for name in "abc":
        (folder / f"{name}.yaml").write_text("a: 1\n")
    return folder


def interrupted(chart: Path, *argv: str, to_group: bool, busy: int = 1) -> tuple[int, str]:
    """Run a command line, interrupt it while children render, and see that it ends soon without a rest."""
    temporary = chart.parent / "tmp"
    temporary.mkdir()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(temporary)}
    program = subprocess.Popen(
        [sys.executable, "-m", "chartgen", *argv],
        cwd=chart,
        env=environment,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    with program:
        try:
            found = wait_until_busy(program.pid, busy)
            (os.killpg if to_group else os.kill)(program.pid, signal.SIGINT)
            code = program.wait(5)
        finally:
            rest = [pid for pid in (program.pid, *children(program.pid)) if status(pid)]
            for pid in rest:
                os.kill(pid, signal.SIGKILL)
        assert program.stderr
        err = program.stderr.read()
    assert [pid for pid in found if status(pid)] == []
    assert list(temporary.iterdir()) == []
    return code, err


@pytest.mark.parametrize("to_group", [True, False])
@pytest.mark.parametrize("argv", [["render", "."], ["lint", "."]])
def test_ctrl_c_ends_a_slow_render(chart: Path, argv: list[str], to_group):
    assert interrupted(chart, *argv, to_group=to_group) == (130, "\n")


def test_ctrl_c_ends_all_workers(chart: Path):
    argv = ["render", ".", "--each", *(f"-f{name}.yaml" for name in "abcabcabc")]
    assert interrupted(chart, *argv, to_group=False, busy=2)[0] == 130


@pytest.mark.parametrize("verb", ["render", "lint"])
@pytest.mark.parametrize("helm", ["helm-3", "helm-4"])
def test_ctrl_c_ends_a_helm_program(chart: Path, verb, helm):
    program = find_tool(helm)
    if program is None:
        pytest.skip(f"{helm} is absent: run `make tools`")
    assert interrupted(chart, "--helm", str(program), verb, ".", to_group=True)[0] == 130
