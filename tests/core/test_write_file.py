"""One file that a user named: whole or not at all, wherever it is."""

import os
from pathlib import Path

import pytest

from chartgen.core.errors import InputError
from chartgen.core.files import write_file


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
