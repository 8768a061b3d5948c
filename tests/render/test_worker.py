import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from chartgen.chart.archive import pack
from chartgen.core.errors import ToolError
from chartgen.core.process import ChildLostError
from chartgen.render.select import embedded_library
from chartgen.render.worker import Worker

ROOT = Path(__file__).resolve().parent.parent.parent
LIBRARY = embedded_library() or Path("missing")


def gone(pid: int, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        status = Path(f"/proc/{pid}/stat")
        if not status.exists() or status.read_text().rsplit(")", 1)[1].split()[0] == "Z":
            return True
        time.sleep(0.05)
    return False


def pid_of(worker: Worker) -> int:
    assert worker._child
    return worker._child._process.pid


def test_it_says_its_version_and_is_reaped_when_closed():
    worker = Worker(LIBRARY)
    pid = pid_of(worker)
    assert worker.ready() == "4.2.3"
    worker.close()
    worker.close()
    assert not Path(f"/proc/{pid}").exists()


def test_a_lost_process_is_replaced():
    worker = Worker(LIBRARY)
    worker.ready()
    os.kill(pid_of(worker), signal.SIGKILL)
    with pytest.raises(ChildLostError):
        worker.ask(b"version", seconds=5)
    assert worker.ask(b"version", seconds=5) == [b"v4.2.3"]
    assert worker.starts == 2
    worker.close()


def test_a_library_that_cannot_be_loaded(tmp_path: Path):
    (tmp_path / "library.so").write_text("no library")
    for library in (tmp_path / "library.so", tmp_path / "missing.so"):
        with pytest.raises(ToolError, match="the embedded engine does not start: OSError") as caught:
            Worker(library).ready()
        assert "--engine helm" in caught.value.hint


def test_the_worker_does_not_outlive_us():
    code = f"""
import sys, time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from chartgen.render.worker import Worker
worker = Worker(Path({str(LIBRARY)!r}))
worker.ready()
print(worker._child._process.pid, flush=True)
time.sleep(60)
"""
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, cwd=ROOT)
    with parent:
        assert parent.stdout
        pid = int(parent.stdout.readline())
        parent.kill()
    assert gone(pid, 5)


def test_the_worker_does_not_outlive_us_while_it_renders(tmp_path: Path):
    (tmp_path / "templates").mkdir()
    (tmp_path / "Chart.yaml").write_text("name: c\nversion: 0.1.0\n")
    (tmp_path / "templates/a.yaml").write_text(
        "{{ range until 1000000 }}{{ range until 1000000 }}{{ end }}{{ end }}"
    )
    code = f"""
from chartgen.chart.reference import load
from chartgen.render.engine import Request
from chartgen.render.select import select
engine = select("embedded")
engine.version
print(engine._worker._child._process.pid, flush=True)
engine.render(Request(load({str(tmp_path)!r}), {{}}, "1.37.0"))
"""
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, cwd=ROOT)
    with parent:
        assert parent.stdout
        pid = int(parent.stdout.readline())
        time.sleep(0.5)
        parent.kill()
    assert gone(pid, 5)


def test_it_may_not_hold_more_than_it_is_told():
    worker = Worker(LIBRARY, memory=200 * 1024 * 1024)
    with pytest.raises(ChildLostError) as caught:
        worker.ask(b"yaml", b"a: " + b"x" * 150_000_000, seconds=20)
    assert "memory" in caught.value.err.lower()


def test_a_closed_worker_starts_nothing():
    worker = Worker(LIBRARY)
    worker.close()
    for ask in (worker.ready, lambda: worker.ask(b"version", seconds=5)):
        with pytest.raises(ToolError, match="has been closed"):
            ask()
    assert worker._child is None


def test_it_can_be_closed_while_another_thread_waits_for_its_answer():
    worker = Worker(LIBRARY)
    worker.ready()
    pid = pid_of(worker)
    chart = {
        "Chart.yaml": b"apiVersion: v2\nname: c\nversion: 0.1.0\n",
        "templates/a.yaml": b"{{ range until 100000 }}{{ range until 100000 }}{{ end }}{{ end }}",
    }
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(worker.ask, b"render", b"", pack(chart), b"{}", b"{}", seconds=20)
        time.sleep(0.3)
        started = time.monotonic()
        worker.close()
        with pytest.raises(ChildLostError) as caught:
            asked.result()
    assert (caught.value.timed_out, caught.value.code) == (False, -signal.SIGKILL)
    assert time.monotonic() - started < 5
    assert not Path(f"/proc/{pid}").exists()
