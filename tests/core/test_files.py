"""Whole files only, and never outside the folder that was named."""

import itertools
import os
import random
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from chartgen.core.errors import InputError, RefusedError
from chartgen.core.files import read_limited, remove_set, write_set

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
    assert stat.S_IMODE((tmp_path / "out" / "templates").stat().st_mode) == 0o755


def test_repairs_a_mode(tmp_path):
    write_set(tmp_path, FILES)
    (tmp_path / "README.md").chmod(0o600)
    assert write_set(tmp_path, FILES) == ["README.md"]
    assert modes(tmp_path) == {0o644}


def test_a_name_as_long_as_the_file_system_takes(tmp_path):
    name = "n" * 255
    assert write_set(tmp_path, {name: b"x"}) == [name]
    with pytest.raises(InputError, match="file name too long"):
        write_set(tmp_path, {"n" * 256: b"x"})
    assert tree(tmp_path) == {name: b"x"}


@pytest.mark.parametrize("name", ["", ".", "..", "../x", "a/../../x", "/etc/x", "a//b", "./a", "a/", "a\0b"])
def test_a_path_never_leads_out(tmp_path, name):
    root = tmp_path / "out"
    with pytest.raises(InputError, match="does not stay inside the output directory"):
        write_set(root, {"good": b"x", name: b"x"})
    assert tree(tmp_path) == {}
    with pytest.raises(InputError, match="does not stay inside the output directory"):
        remove_set(root, [name])


def test_a_linked_folder_is_refused_and_nothing_written(tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    root = tmp_path / "out"
    root.mkdir()
    (root / "templates").symlink_to(outside)
    for action in (lambda: write_set(root, FILES), lambda: remove_set(root, FILES)):
        with pytest.raises(RefusedError, match="is not a directory of its own") as caught:
            action()
        assert caught.value.where == str(root / "templates")
    assert tree(tmp_path) == {}


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


def _folder(place: Path) -> None:
    place.mkdir()


def _pipe(place: Path) -> None:
    os.mkfifo(place)


def _socket(place: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(place))


@pytest.mark.parametrize("make", [_folder, _pipe, _socket])
def test_what_is_no_plain_file_is_refused(tmp_path, make):
    make(tmp_path / "README.md")
    with pytest.raises(RefusedError, match="is not a plain file"):
        write_set(tmp_path, FILES)
    assert not (tmp_path / "Chart.yaml").exists()


def test_a_file_where_a_folder_must_be_is_refused(tmp_path):
    (tmp_path / "templates").write_bytes(b"mine")
    with pytest.raises(RefusedError, match="is not a directory of its own"):
        write_set(tmp_path, FILES)
    assert tree(tmp_path) == {"templates": b"mine"}


def test_a_root_that_is_a_file(tmp_path):
    (tmp_path / "out").write_bytes(b"mine")
    with pytest.raises(InputError, match="is a file, not a directory"):
        write_set(tmp_path / "out", FILES)
    with pytest.raises(InputError, match="is a file, not a directory") as caught:
        write_set(tmp_path / "out" / "below" / "it", FILES)
    assert caught.value.where == str(tmp_path / "out")
    assert tree(tmp_path) == {"out": b"mine"}


def test_a_root_that_cannot_be_written():
    with pytest.raises(InputError, match="cannot be written") as caught:
        write_set(Path("/proc/chartgen"), FILES)
    assert caught.value.hint
    with pytest.raises(InputError, match="cannot be written"):
        write_set(Path("/proc/self"), FILES)


@pytest.fixture
def as_nobody():
    """Give a folder to a user that permissions hold for: root has to become somebody else."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o777)
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    yield folder
    if root:
        os.seteuid(0)
    shutil.rmtree(folder)


def test_a_folder_without_permission(as_nobody):
    write_set(as_nobody, FILES)
    (as_nobody / "templates" / "multus").chmod(0o555)
    with pytest.raises(InputError, match="permission denied") as caught:
        write_set(as_nobody, dict.fromkeys(FILES, b"new"))
    assert caught.value.where == str(as_nobody / "templates" / "multus")
    assert tree(as_nobody) == FILES
    (as_nobody / "templates" / "multus").chmod(0o755)


def test_a_full_disk_leaves_no_temporary_file(tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(os, "fchmod", full)
    with pytest.raises(InputError, match="no space left on device"):
        write_set(tmp_path, FILES)
    assert list(tmp_path.iterdir()) == []


def test_two_runs_do_not_write_at_once(tmp_path):
    code = "import sys, pathlib; from chartgen.core import files\nwith files._alone_in(pathlib.Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(RefusedError, match="another run is writing here"):
            write_set(tmp_path, FILES)
        other.kill()
    assert write_set(tmp_path, FILES) == sorted(FILES)


# --- removing


def test_removes_files_and_folders_that_became_empty(tmp_path):
    write_set(tmp_path, {**FILES, "templates/networks/nad.yaml": b"c"})
    (tmp_path / "templates" / "mine.yaml").write_bytes(b"mine")
    names = ["templates/multus/daemonset.yaml", "templates/networks/nad.yaml", "templates/never/was.yaml"]
    assert remove_set(tmp_path, names) == names[:2]
    assert sorted(place.name for place in (tmp_path / "templates").iterdir()) == ["mine.yaml"]
    assert remove_set(tmp_path, FILES) == ["Chart.yaml", "README.md"]
    assert remove_set(tmp_path / "nowhere", FILES) == []


def test_removing_a_link_keeps_its_target(tmp_path):
    (tmp_path / "target").write_bytes(b"mine")
    (tmp_path / "link").symlink_to("target")
    assert remove_set(tmp_path, ["link"]) == ["link"]
    assert tree(tmp_path) == {"target": b"mine"}


def test_never_removes_a_folder_by_name(tmp_path):
    (tmp_path / "kept").mkdir()
    with pytest.raises(RefusedError, match="is not a plain file"):
        remove_set(tmp_path, ["kept"])


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
    for _ in range(120):
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
    left = tmp_path / "templates" / "old" / ".x.yaml.chartgen-0123abcd.tmp"
    left.parent.mkdir(parents=True)
    mine = [tmp_path / ".x.yaml.tmp", tmp_path / "x.chartgen-0123abcd.tmp", tmp_path / ".chartgen-files"]
    for place in (left, *mine):
        place.write_bytes(b"half")
    write_set(tmp_path, FILES)
    assert not left.exists()
    assert all(place.exists() for place in mine)


# --- reading


def test_reads_up_to_the_limit(tmp_path):
    (tmp_path / "f").write_bytes(b"12345")
    assert read_limited(tmp_path / "f", 5) == b"12345"
    with pytest.raises(InputError, match="is larger than 4 bytes") as caught:
        read_limited(tmp_path / "f", 4)
    assert caught.value.hint


def test_reads_a_pipe_to_its_end():
    reading, writing = os.pipe()
    os.write(writing, b"a: 1\n")
    os.close(writing)
    assert read_limited(Path(f"/dev/fd/{reading}"), 100) == b"a: 1\n"
    os.close(reading)


def test_waits_for_a_slow_pipe():
    code = "import time,sys; time.sleep(.3); sys.stdout.write('late')"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as slow:
        assert slow.stdout
        assert read_limited(Path(f"/dev/fd/{slow.stdout.fileno()}"), 100) == b"late"


def test_a_pipe_that_nobody_writes_does_not_hang(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    assert read_limited(tmp_path / "pipe", 100) == b""


def test_an_endless_device_is_too_large():
    with pytest.raises(InputError, match="is larger than 1 MiB"):
        read_limited(Path("/dev/zero"), 1024 * 1024)


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("missing", "no such file"),
        ("file/below", "not a directory"),
        (".", "is a directory, not a file"),
        ("n" * 300, "file name too long"),
        ("a\0b", "embedded null"),
        ("\udcff\ud800", "surrogates not allowed"),
        ("loop", "too many levels of symbolic links"),
    ],
)
def test_what_cannot_be_read(tmp_path, path, problem):
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(InputError, match=problem) as caught:
        read_limited(tmp_path / path, 100)
    assert str(caught.value.where).startswith(str(tmp_path))


def test_a_file_without_permission(as_nobody):
    (as_nobody / "f").touch(0o000)
    with pytest.raises(InputError, match="permission denied"):
        read_limited(as_nobody / "f", 100)
