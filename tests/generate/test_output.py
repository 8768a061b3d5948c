import os
import random
import signal
import time
from pathlib import Path

import pytest

from chartgen.core.errors import InputError, RefusedError
from chartgen.generate import output
from chartgen.generate.chart import LIST_FILE
from chartgen.generate.output import difference, drift, write


def _set(letter: str, *names: str) -> dict[str, bytes]:
    files = {name: letter.encode() * 5000 for name in names}
    files[LIST_FILE] = "".join(f"{name}\n" for name in sorted([*files, LIST_FILE])).encode()
    return files


OLD = _set("o", "a", "b/c", "gone/x")
NEW = _set("n", "a", "b/c", "d/e")


def test_the_directory_becomes_exactly_the_wanted_files(tmp_path: Path):
    write(tmp_path, OLD)
    written, removed = write(tmp_path, NEW)
    assert removed == ["gone/x"]
    assert set(written) == set(NEW)
    assert drift(tmp_path, NEW) == ""
    assert not (tmp_path / "gone").exists()


def test_a_lost_list_is_written_again_when_the_files_are_ours(tmp_path: Path):
    write(tmp_path, NEW)
    (tmp_path / LIST_FILE).unlink()
    assert drift(tmp_path, NEW) != ""
    write(tmp_path, NEW)
    assert drift(tmp_path, NEW) == ""


def test_foreign_files_are_drift_and_refused(tmp_path: Path):
    write(tmp_path, NEW)
    (tmp_path / "mine").write_text("mine\n")
    assert "+++ /dev/null\n" in drift(tmp_path, NEW)
    with pytest.raises(RefusedError, match="mine"):
        write(tmp_path, NEW)


@pytest.mark.parametrize(
    "change",
    [
        lambda root: (root / "mine").touch(),
        lambda root: (root / "t").write_bytes(b"x"),
        lambda root: (root / "empty").unlink(),
    ],
)
def test_no_difference_is_silent(tmp_path: Path, change):
    wanted = {**NEW, "t": b"x\n", "empty": b""}
    write(tmp_path, wanted)
    assert drift(tmp_path, wanted) == ""
    change(tmp_path)
    assert drift(tmp_path, wanted) != ""


def test_a_pipe_is_foreign_and_never_read(tmp_path: Path):
    write(tmp_path, NEW)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(RefusedError, match="pipe"):
        write(tmp_path, NEW)
    assert "pipe" in drift(tmp_path, NEW)


def test_a_link_is_never_followed(tmp_path: Path):
    outside = tmp_path / "outside"
    outside.write_text("precious")
    chart = tmp_path / "chart"
    write(chart, NEW)
    (chart / "a").unlink()
    (chart / "a").symlink_to(outside)
    write(chart, NEW)
    assert outside.read_text() == "precious"
    assert not (chart / "a").is_symlink()


def test_a_file_in_place_of_the_directory(tmp_path: Path):
    (tmp_path / "f").write_text("x")
    with pytest.raises(InputError, match="is a file"):
        write(tmp_path / "f", NEW)


@pytest.mark.slow
def test_a_kill_at_any_moment_leaves_what_the_next_run_completes(tmp_path: Path):
    chance = random.Random(7)
    whole = {path: {OLD.get(path), NEW.get(path)} for path in {*OLD, *NEW} - {LIST_FILE}}
    write(tmp_path, OLD)
    for trial in range(200):
        child = os.fork()
        if child == 0:
            while True:
                write(tmp_path, NEW)
                write(tmp_path, OLD)
        time.sleep(chance.uniform(0.001, 0.03))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        for path, contents in whole.items():
            if (tmp_path / path).exists():
                assert (tmp_path / path).read_bytes() in contents
        wanted = (OLD, NEW)[trial % 2]
        write(tmp_path, wanted)
        assert drift(tmp_path, wanted) == ""


def test_a_huge_foreign_file_is_refused_unread(tmp_path: Path):
    write(tmp_path, NEW)
    with (tmp_path / "huge").open("wb") as huge:
        huge.truncate(2**40)
    with pytest.raises(RefusedError, match="huge"):
        write(tmp_path, NEW)
    assert "-> a file of 1099511627776 bytes" in drift(tmp_path, NEW)


def test_a_folder_in_the_place_of_a_file_is_refused_before_anything_is_written(tmp_path: Path):
    (tmp_path / "b/c").mkdir(parents=True)
    with pytest.raises(RefusedError, match="is a folder") as caught:
        write(tmp_path, NEW)
    assert caught.value.where == str(tmp_path / "b/c")
    assert [path.name for path in tmp_path.iterdir()] == ["b"]


def test_a_file_that_a_killed_run_wrote_is_known_to_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    write(tmp_path, OLD)
    # As if killed before the list is written for the last time.
    real = output.write_set
    monkeypatch.setattr(
        output, "write_set", lambda root, files: real(root, files) if len(files) == 1 else 1 / 0
    )
    with pytest.raises(ZeroDivisionError):
        write(tmp_path, {**OLD, **_set("n", "a", "b/c", "gone/x", "new")})
    monkeypatch.undo()
    (tmp_path / "new").write_bytes(b"half of a version that nobody wants any more")
    write(tmp_path, NEW)
    assert drift(tmp_path, NEW) == ""


def test_five_foreign_files_are_named(tmp_path: Path):
    for name in "abcdef":
        (tmp_path / name).touch()
    with pytest.raises(RefusedError, match=r"a, b, c, d, e and 1 more"):
        write(tmp_path, {".chartgen-files": b""})


def test_a_link_to_a_folder_is_no_folder(tmp_path: Path):
    wanted = {".chartgen-files": b".chartgen-files\na\n", "a": b"x"}
    write(tmp_path / "c", wanted)
    (tmp_path / "d").mkdir()
    (tmp_path / "c/a").unlink()
    (tmp_path / "c/a").symlink_to(tmp_path / "d")
    write(tmp_path / "c", wanted)
    assert (tmp_path / "c/a").read_bytes() == b"x"


def test_a_new_file_comes_from_nowhere(tmp_path: Path):
    assert difference(tmp_path, [], {"a": b"x\n"}).startswith(f"--- /dev/null\n+++ {tmp_path}/a\n")


def test_refusals_have_hints(tmp_path: Path):
    (tmp_path / "f").touch()
    (tmp_path / "d/a").mkdir(parents=True)
    with pytest.raises(InputError) as unusable:
        write(tmp_path / "f", {})
    with pytest.raises(RefusedError) as refused:
        write(tmp_path / "d", {"a": b"", ".chartgen-files": b""})
    assert unusable.value.hint
    assert refused.value.hint
