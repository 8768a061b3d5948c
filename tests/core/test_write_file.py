"""One file that a user named: whole or not at all, wherever it is."""

import errno
import os
import stat
from pathlib import Path

import pytest

from chartgen.core.errors import InputError
from chartgen.core.files import check_writable, write_file, write_files


def tree(root: Path) -> dict[str, bytes]:
    return {str(place.relative_to(root)): place.read_bytes() for place in root.rglob("*") if place.is_file()}


def test_one_file_is_written_whole_with_the_folders_to_it(tmp_path):
    target = tmp_path / "a" / "b.json"
    write_file(target, b"long text")
    write_file(target, b"short")
    assert tree(tmp_path) == {"a/b.json": b"short"}
    assert target.stat().st_mode & 0o777 == 0o644


def test_the_link_to_one_file_is_followed(tmp_path):
    (tmp_path / "link").symlink_to("a/target")
    write_file(tmp_path / "link", b"text")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "a/target").read_bytes() == b"text"


def test_what_is_no_file_is_written_to_and_stays(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write_file(pipe, b"text")
    assert os.read(reader, 100) == b"text"
    os.close(reader)
    assert pipe.is_fifo()
    write_file(Path(os.devnull), b"text")
    assert Path(os.devnull).is_char_device()


def test_one_file_leaves_what_another_run_is_writing(tmp_path):
    (tmp_path / ".chartgen-a1_b.tmp").write_bytes(b"half")
    write_file(tmp_path / "a", b"text")
    assert tree(tmp_path) == {"a": b"text", ".chartgen-a1_b.tmp": b"half"}


def test_one_file_that_cannot_be_written(tmp_path):
    (tmp_path / "file").touch()
    (tmp_path / "loop").symlink_to("loop/x")
    for place, problem in (
        (tmp_path, "Is a directory"),
        (tmp_path / "file" / "x", "File exists|Not a directory"),
        (tmp_path / ("x" * 300), "File name too long"),
        (Path("/proc/no/such"), "No such file or directory"),
        (tmp_path / "loop", "Too many levels of symbolic links|File exists"),
    ):
        with pytest.raises(InputError, match=f"cannot be written: ({problem})") as caught:
            write_file(place, b"text")
        assert caught.value.where == str(place)
        assert caught.value.hint == "name a file that you may write"
    assert tree(tmp_path) == {"file": b""}


def test_a_file_that_is_there_keeps_its_mode_and_owner(tmp_path):
    script = tmp_path / "script"
    for mode in (0o600, 0o755, 0o664):
        script.touch()
        script.chmod(mode)
        if os.geteuid() == 0:
            os.chown(script, 1000, 1001)
        owner = script.stat().st_uid, script.stat().st_gid
        write_file(script, b"%o" % mode)
        assert stat.S_IMODE(script.stat().st_mode) == mode
        assert (script.stat().st_uid, script.stat().st_gid) == owner
    (tmp_path / "link").symlink_to("script")
    write_file(tmp_path / "link", b"text")
    assert script.read_bytes() == b"text"
    assert stat.S_IMODE(script.stat().st_mode) == mode


def test_all_files_are_written_or_none(tmp_path):
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "folder").mkdir()
    with pytest.raises(InputError, match="File name too long") as caught:
        write_files({tmp_path / "a": b"new", tmp_path / "b": b"new", tmp_path / ("x" * 300): b""})
    assert caught.value.hint == "none of 3 files is written"
    assert tree(tmp_path) == {"a": b"old"}
    write_files({tmp_path / "a": b"new", tmp_path / "b": b"new"})
    assert tree(tmp_path) == {"a": b"new", "b": b"new"}


def test_a_last_step_that_fails_says_what_is_written(tmp_path, monkeypatch):
    replace = Path.replace

    def failing(self: Path, target: Path) -> Path:
        if target.name == "b":
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match="Input/output error") as caught:
        write_files({Path(name): b"new" for name in "abc"})
    assert caught.value.where == "b"
    assert caught.value.hint == "written: a; not written: b, c"
    assert tree(tmp_path) == {"a": b"new"}


def test_what_may_not_be_written_is_not_replaced(as_nobody):
    target = as_nobody / "file"
    target.write_bytes(b"old")
    target.chmod(0o444)
    for write in (check_writable, lambda path: write_file(path, b"new")):
        with pytest.raises(InputError, match="Permission denied"):
            write(target)
    assert tree(as_nobody) == {"file": b"old"}


def test_places_are_checked_without_a_trace(as_nobody):
    (as_nobody / "file").write_bytes(b"old")
    (as_nobody / "closed").mkdir(0o555)
    os.mkfifo(as_nobody / "pipe")
    for place in (as_nobody / "file", as_nobody / "new/folder/file", as_nobody / "pipe", Path(os.devnull)):
        check_writable(place)
    for place, problem in (
        (as_nobody, "Is a directory"),
        (as_nobody / "closed/file", "Permission denied"),
        (as_nobody / "closed/folder/file", "Permission denied"),
        (as_nobody / "file/x", "Not a directory"),
        (as_nobody / ("x" * 300), "File name too long"),
    ):
        with pytest.raises(InputError, match=f"cannot be written: {problem}"):
            check_writable(place)
    assert tree(as_nobody) == {"file": b"old"}
    assert sorted(each.name for each in as_nobody.iterdir()) == ["closed", "file", "pipe"]
