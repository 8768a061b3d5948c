import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest

from chartgen.core import process
from chartgen.core.errors import ToolError
from chartgen.core.stop import Stop

PYTHON = sys.executable
ECHO = """
import sys
while header := sys.stdin.buffer.read(8):
    body = sys.stdin.buffer.read(int.from_bytes(header, "big"))
    sys.stdout.buffer.write(header + body)
    sys.stdout.flush()
"""


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"


def test_output_error_and_code_are_kept_apart():
    code = "import sys; print(sys.stdin.read()); print('bad', file=sys.stderr); sys.exit(3)"
    done = process.run([PYTHON, "-c", code], timeout=20, input=b"given")
    assert done == process.Completed(3, b"given\n", "bad\n")


def test_much_input_and_output_at_once_does_not_block():
    data = os.urandom(5_000_000)
    code = "import sys, shutil; shutil.copyfileobj(sys.stdin.buffer, sys.stdout.buffer)"
    assert process.run([PYTHON, "-c", code], timeout=20, input=data).out == data


def test_input_that_nobody_reads_is_no_error():
    assert process.run([PYTHON, "-c", "pass"], timeout=20, input=b"x" * 1_000_000).code == 0


def test_what_a_program_says_is_heard_at_once(tmp_path: Path):
    """It waits for somebody who does what it asks for."""
    code = """if True:
        import sys, time
        from pathlib import Path
        for stream in (sys.stdout, sys.stderr):
            stream.write("come\\n")
            stream.flush()
            while not Path(stream.name).exists():
                time.sleep(0.01)
    """
    heard = []

    def hear(said: bytes) -> None:
        heard.append(said)
        (tmp_path / ("<stdout>" if len(heard) == 1 else "<stderr>")).touch()

    argv = ["env", "-C", str(tmp_path), PYTHON, "-c", code]
    assert process.run(argv, timeout=20, hear=hear) == process.Completed(0, b"come\n", "come\n")
    assert heard == [b"come\n", b"come\n"]


def test_a_signal_is_a_negative_code():
    done = process.run([PYTHON, "-c", "import os; os.kill(os.getpid(), 9)"], timeout=20)
    assert done.code == -signal.SIGKILL


def test_a_missing_program():
    with pytest.raises(process.AbsentError, match="no-such-program is not there") as caught:
        process.run(["no-such-program"], timeout=5)
    assert "PATH" in caught.value.hint


def test_a_file_that_is_no_program(tmp_path: Path):
    file = tmp_path / "text"
    file.write_text("hello")
    with pytest.raises(ToolError, match="cannot be started: Permission denied"):
        process.run([str(file)], timeout=5)


def test_a_program_for_another_machine(tmp_path: Path):
    file = tmp_path / "binary"
    file.write_bytes(b"\x7fELF nonsense")
    file.chmod(0o755)
    with pytest.raises(ToolError, match="cannot be started: Exec format error"):
        process.run([str(file)], timeout=5)


@pytest.mark.parametrize("noise", ["", "print('x', flush=True)"])
def test_out_of_time_ends_the_program_and_its_children(tmp_path: Path, noise: str):
    pids = tmp_path / "pids"
    code = f"""
import os, subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
open({str(pids)!r}, "w").write(f"{{os.getpid()}} {{child.pid}}")
while True: {noise or "pass"}
"""
    started = time.monotonic()
    with pytest.raises(process.TimeLimitError, match="did not end within 1 s"):
        process.run([PYTHON, "-c", code], timeout=1)
    assert time.monotonic() - started < 10
    time.sleep(0.1)
    assert not [pid for pid in map(int, pids.read_text().split()) if alive(pid)]


def test_a_child_that_keeps_the_output_open_does_not_hold_us():
    code = "import subprocess, sys; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])"
    with pytest.raises(process.TimeLimitError):
        process.run([PYTHON, "-c", code], timeout=1)


def test_too_much_output(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(process, "OUTPUT_LIMIT", 1_000_000)
    with pytest.raises(ToolError, match="printed more than 1000000 bytes"):
        process.run([PYTHON, "-c", "while True: print('x' * 1000)"], timeout=20)


# The limit comes a moment after the start, which on a busy machine is time enough to allocate.
GREEDY = """
import resource, time
while resource.getrlimit(resource.RLIMIT_DATA)[0] == resource.RLIM_INFINITY:
    time.sleep(0.01)
x = bytearray(500_000_000)
"""


def test_memory_is_limited():
    done = process.run([PYTHON, "-c", GREEDY], timeout=20, memory=200_000_000)
    assert done.code != 0
    assert "MemoryError" in done.err


def test_a_child_answers_again_and_again():
    child = process.Child([PYTHON, "-c", ECHO])
    try:
        assert child.ask(b"a", b"", b"ccc", timeout=20) == [b"a", b"", b"ccc"]
        large = os.urandom(3_000_000)
        assert child.ask(large, large, timeout=20) == [large, large]
        assert child.ask(timeout=20) == []
    finally:
        child.kill()


def test_a_child_that_dies_says_how():
    child = process.Child([PYTHON, "-c", "import sys; sys.stdin.buffer.read(8); sys.exit('last words')"])
    with pytest.raises(process.ChildLostError, match="ended with 1") as caught:
        child.ask(b"x", timeout=20)
    assert not caught.value.timed_out
    assert caught.value.err == "last words\n"
    child.kill()


def test_a_child_that_is_gone_before_it_is_asked():
    child = process.Child([PYTHON, "-c", "pass"])
    time.sleep(0.3)
    with pytest.raises(process.ChildLostError):
        child.ask(b"x" * 1_000_000, timeout=20)


def test_a_child_that_hangs_is_killed():
    child = process.Child([PYTHON, "-c", "import sys\nwhile True: print('noise', file=sys.stderr)"])
    started = time.monotonic()
    with pytest.raises(process.ChildLostError, match="out of time") as caught:
        child.ask(b"x", timeout=0.5)
    assert caught.value.timed_out
    assert time.monotonic() - started < 5


def test_an_interrupt_while_waiting_ends_the_child():
    child = process.Child([PYTHON, "-c", "import time; time.sleep(60)"])
    signal.signal(signal.SIGALRM, signal.default_int_handler)
    signal.setitimer(signal.ITIMER_REAL, 0.3)
    try:
        with pytest.raises(KeyboardInterrupt):
            child.ask(b"x", timeout=20)
    finally:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
    assert not alive(child._process.pid)


def test_a_program_can_be_stopped_from_another_thread():
    stop = Stop()
    timer = threading.Timer(0.3, stop.set)
    timer.start()
    code = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import time; time.sleep(30)'])"
    started = time.monotonic()
    done = process.run([PYTHON, "-c", code], timeout=20, stop=stop)
    assert done.code == -signal.SIGKILL
    # Nor does a later one run.
    assert process.run([PYTHON, "-c", code], timeout=20, stop=stop).code == -signal.SIGKILL
    assert time.monotonic() - started < 5
    timer.join()


def test_a_program_gets_our_environment_and_more():
    code = "import os; print(os.environ['PATH'] != '', os.environ['GIVEN'])"
    assert process.run([PYTHON, "-c", code], timeout=20, environment={"GIVEN": "1"}).out == b"True 1\n"


def test_a_child_that_was_killed_is_lost():
    child = process.Child([PYTHON, "-c", ECHO])
    child.kill()
    with pytest.raises(process.ChildLostError):
        child.ask(b"a", timeout=5)
