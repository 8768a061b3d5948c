"""Whole files only, and never outside the folder that was named."""

import itertools
import os
import random
import signal
import stat
import time
from pathlib import Path

import pytest

from chartgen.core import files
from chartgen.core.errors import InputError
from chartgen.core.files import MAX_ENTRY_BYTES, list_tree, read_entry, remove, write_file, write_set

FILES = {"Chart.yaml": b"a: 1\n", "templates/multus/daemonset.yaml": b"b: 2\n", "README.md": b""}


def tree(root: Path) -> dict[str, bytes]:
    return {str(place.relative_to(root)): place.read_bytes() for place in root.rglob("*") if place.is_file()}


def modes(root: Path) -> set[int]:
    return {stat.S_IMODE(place.stat().st_mode) for place in root.rglob("*") if place.is_file()}


# --- writing


def test_writes_all_files_and_says_which(tmp_path):
    root = tmp_path / "not" / "there"
    assert write_set(root, FILES) == sorted(FILES)
    assert tree(root) == FILES


def test_leaves_unchanged_files_alone(tmp_path):
    write_set(tmp_path, FILES)
    for name in FILES:
        os.utime(tmp_path / name, (1, 1))
    inodes = {name: (tmp_path / name).stat().st_ino for name in FILES}
    assert write_set(tmp_path, {**FILES, "README.md": b"new"}) == ["README.md"]
    assert write_set(tmp_path, {**FILES, "README.md": b"new"}) == []
    for name in FILES.keys() - {"README.md"}:
        assert (tmp_path / name).stat().st_mtime == 1
        assert (tmp_path / name).stat().st_ino == inodes[name]


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_modes_do_not_depend_on_the_umask(tmp_path, umask):
    before = os.umask(umask)
    try:
        write_set(tmp_path / "out", FILES)
    finally:
        os.umask(before)
    assert modes(tmp_path) == {0o644}


def test_a_name_as_long_as_the_file_system_takes(tmp_path):
    name = "n" * 255
    assert write_set(tmp_path, {name: b"x"}) == [name]
    with pytest.raises(InputError, match="File name too long"):
        write_set(tmp_path, {"n" * 256: b"x"})
    assert tree(tmp_path) == {name: b"x"}


def test_a_linked_file_is_replaced_and_not_followed(tmp_path):
    outside = tmp_path / "outside"
    outside.write_bytes(FILES["Chart.yaml"])
    root = tmp_path / "out"
    root.mkdir()
    (root / "Chart.yaml").symlink_to(outside)
    (root / "README.md").symlink_to("nowhere")
    assert write_set(root, {**FILES, "Chart.yaml": b"new"}) == sorted(FILES)
    assert not (root / "Chart.yaml").is_symlink()
    assert outside.read_bytes() == FILES["Chart.yaml"]


def test_the_root_may_be_a_link(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    write_set(tmp_path / "link", FILES)
    assert tree(tmp_path / "real") == FILES


def test_a_root_that_is_a_file(tmp_path):
    (tmp_path / "out").write_bytes(b"mine")
    for root in (tmp_path / "out", tmp_path / "out" / "below"):
        with pytest.raises(InputError, match="cannot be written"):
            write_set(root, FILES)
    assert tree(tmp_path) == {"out": b"mine"}


def test_a_root_that_cannot_be_written():
    with pytest.raises(InputError, match="cannot be written") as caught:
        write_set(Path("/proc/chartgen"), FILES)
    assert str(caught.value.where).startswith("/proc/chartgen")
    assert caught.value.hint


def test_a_folder_where_a_file_must_be(tmp_path):
    (tmp_path / "README.md").mkdir()
    with pytest.raises(InputError, match="cannot be written"):
        write_set(tmp_path, {"README.md": b"x"})
    assert [place.name for place in tmp_path.iterdir()] == ["README.md"]


def test_a_folder_without_permission(as_nobody):
    write_set(as_nobody, FILES)
    (as_nobody / "templates" / "multus").chmod(0o555)
    with pytest.raises(InputError, match="Permission denied"):
        write_set(as_nobody, {"templates/multus/daemonset.yaml": b"new"})
    assert tree(as_nobody) == FILES
    (as_nobody / "templates" / "multus").chmod(0o755)


def test_a_full_disk_leaves_no_temporary_file(tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(os, "fchmod", full)
    with pytest.raises(InputError, match="No space left on device"):
        write_set(tmp_path, FILES)
    assert tree(tmp_path) == {}


# --- removing


def test_removes_files_and_folders_that_became_empty(tmp_path):
    write_set(tmp_path, {**FILES, "templates/networks/nad.yaml": b"c"})
    (tmp_path / "templates" / "mine.yaml").write_bytes(b"mine")
    remove(tmp_path, ["templates/multus/daemonset.yaml", "templates/networks/nad.yaml"])
    assert [place.name for place in (tmp_path / "templates").iterdir()] == ["mine.yaml"]
    remove(tmp_path, ["Chart.yaml", "README.md", "templates/mine.yaml"])
    assert list(tmp_path.iterdir()) == []


def test_what_is_gone_already_may_be_removed(tmp_path):
    write_set(tmp_path, FILES)
    remove(tmp_path, ["never-was.yaml", "README.md"])
    assert tree(tmp_path).keys() == FILES.keys() - {"README.md"}


def test_removing_a_link_keeps_its_target(tmp_path):
    (tmp_path / "target").write_bytes(b"mine")
    (tmp_path / "link").symlink_to("target")
    remove(tmp_path, ["link"])
    assert tree(tmp_path) == {"target": b"mine"}


def test_never_removes_a_folder_by_name(tmp_path):
    (tmp_path / "kept").mkdir()
    with pytest.raises(InputError):
        remove(tmp_path, ["kept"])
    assert (tmp_path / "kept").is_dir()


# --- reading a tree


def test_reads_back_what_was_written(tmp_path):
    write_set(tmp_path, FILES)
    (tmp_path / ".chartgen-half_1.tmp").write_bytes(b"half")
    assert {path: read_entry(tmp_path / path) for path in list_tree(tmp_path)} == FILES
    assert list_tree(tmp_path) == sorted(FILES)


def test_a_link_is_read_as_a_link(tmp_path):
    (tmp_path / "out").symlink_to("/etc")
    (tmp_path / "loop").symlink_to(".")
    assert list_tree(tmp_path) == ["loop", "out"]
    assert [read_entry(tmp_path / name) for name in ("loop", "out")] == [b"-> .", b"-> /etc"]


def test_what_has_no_end_or_is_huge_is_not_read(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with (tmp_path / "huge").open("wb") as huge:
        huge.truncate(MAX_ENTRY_BYTES + 1)
    assert read_entry(tmp_path / "pipe") == b"-> no file"
    assert read_entry(tmp_path / "huge") == b"-> a file of 5242881 bytes"


def test_a_tree_that_is_not_there(tmp_path):
    with pytest.raises(InputError, match="No such file") as caught:
        list_tree(tmp_path / "nowhere")
    assert caught.value.where == str(tmp_path / "nowhere")


# --- a kill at any moment

SIZE = 200_000
NAMES = [f"{folder}/{name}" for folder in "ab" for name in "xyz"]


def fork_writer(root: Path) -> int:
    """Fork a child that writes sets for ever; cheaper than a new interpreter for each trial."""
    child = os.fork()
    if child:
        return child
    try:
        for number in itertools.count():
            write_set(root, dict.fromkeys(NAMES, b"ab"[number % 2 : number % 2 + 1] * SIZE))
    finally:
        os._exit(1)


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_a_kill_at_any_moment_leaves_whole_files(tmp_path):
    chance = random.Random(4)
    whole = [letter * SIZE for letter in (b"0", b"a", b"b")]
    start = dict.fromkeys(NAMES, whole[0])
    write_set(tmp_path, start)
    interrupted = 0
    for trial in range(1500):
        if trial >= 120 and interrupted > 5:
            break
        child = fork_writer(tmp_path)
        time.sleep(chance.uniform(0.001, 0.02))
        os.kill(child, signal.SIGKILL)
        assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL
        assert all((tmp_path / name).read_bytes() in whole for name in NAMES)
        interrupted += any(".chartgen-" in place.name for place in tmp_path.rglob("*"))
    assert interrupted > 5, "too few kills came while a file was being written to prove anything"
    write_set(tmp_path, start)
    assert tree(tmp_path) == start


def test_the_next_run_removes_what_a_killed_one_left(tmp_path):
    left = tmp_path / "templates" / "multus" / ".chartgen-ab_12.tmp"
    left.parent.mkdir(parents=True)
    mine = [tmp_path / ".x.yaml.tmp", tmp_path / "x.chartgen-0123.tmp", tmp_path / ".chartgen-files"]
    for place in (left, *mine):
        place.write_bytes(b"half")
    write_set(tmp_path, FILES)
    assert not left.exists()
    assert all(place.exists() for place in mine)


@pytest.mark.parametrize("path", ["../x", "/x", "a/../../x", "", "a\0b"])
def test_no_path_leaves_the_folder(tmp_path: Path, path: str):
    root = tmp_path / "root"
    for call in (lambda: write_set(root, {path: b"x"}), lambda: remove(root, [path])):
        with pytest.raises(InputError):
            call()
    assert not [found for found in tmp_path.rglob("*") if found.is_file()]


def test_a_linked_folder_is_not_followed(tmp_path: Path):
    (tmp_path / "outside").mkdir()
    (tmp_path / "root").mkdir()
    (tmp_path / "root/in").symlink_to(tmp_path / "outside")
    with pytest.raises(InputError, match="is a link"):
        write_set(tmp_path / "root", {"in/x": b"x"})
    assert not list((tmp_path / "outside").iterdir())


def test_a_pipe_in_place_of_a_file_is_replaced(tmp_path: Path):
    os.mkfifo(tmp_path / "x")
    assert write_set(tmp_path, {"x": b"x"}) == ["x"]
    assert (tmp_path / "x").read_bytes() == b"x"


def test_the_largest_entry_is_read(tmp_path: Path):
    (tmp_path / "x").write_bytes(b"x" * MAX_ENTRY_BYTES)
    assert len(read_entry(tmp_path / "x")) == MAX_ENTRY_BYTES


def test_a_link_to_the_same_text_is_replaced(tmp_path: Path):
    (tmp_path / "o").write_bytes(b"x")
    (tmp_path / "l").symlink_to("o")
    assert write_set(tmp_path, {"l": b"x"}) == ["l"]
    assert not (tmp_path / "l").is_symlink()


def test_a_temporary_file_of_a_killed_process_with_our_number_is_no_hindrance(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(files, "_NUMBERS", itertools.count(5))
    left = [tmp_path / f".chartgen-{os.getpid()}_{number}.tmp" for number in (5, 6)]
    for each in left:
        each.write_text("half")
    write_file(tmp_path / "a", b"whole")
    assert (tmp_path / "a").read_bytes() == b"whole"
    assert [each.read_text() for each in left] == ["half", "half"]


def test_a_temporary_file_is_for_nobody_else(tmp_path: Path):
    descriptor, name = files._new_file(tmp_path)
    os.close(descriptor)
    assert files.TEMPORARY.fullmatch(Path(name).name)
    assert Path(name).stat().st_mode & 0o777 == 0o600
