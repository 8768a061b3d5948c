import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from chartgen.core.errors import InputError, ToolError
from chartgen.core.lock import folder_lock


def test_one_at_a_time(tmp_path: Path):
    inside, most = 0, 0

    def work() -> None:
        nonlocal inside, most
        with folder_lock(tmp_path):
            inside += 1
            most = max(most, inside)
            time.sleep(0.01)
            inside -= 1

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 1
    assert list(tmp_path.iterdir()) == []


def test_a_lock_that_somebody_else_holds(tmp_path: Path):
    with (
        folder_lock(tmp_path),
        pytest.raises(ToolError, match=r"held the lock for 0.1 s") as caught,
        folder_lock(tmp_path, timeout=0.1),
    ):
        pass
    assert "fuser" in caught.value.hint
    with folder_lock(tmp_path, timeout=0.1):
        pass


def test_a_kill_leaves_no_lock(tmp_path: Path):
    code = (
        "import sys, time; from pathlib import Path; from chartgen.core.lock import folder_lock\n"
        "with folder_lock(Path(sys.argv[1])): print(flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.readline()
        with pytest.raises(ToolError), folder_lock(tmp_path, timeout=0.1):
            pass
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    with folder_lock(tmp_path, timeout=0.1):
        pass


@pytest.mark.parametrize("name", ["absent", "file"])
def test_what_is_no_folder(tmp_path: Path, name: str):
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match="cannot be opened"), folder_lock(tmp_path / name):
        pass
