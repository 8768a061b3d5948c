import gzip
import hashlib
import io
import os
import subprocess
import tarfile
import time
from pathlib import Path

import pytest

from chartgen.chart import archive
from chartgen.core.errors import InputError

Member = tuple[str, bytes | str]
LINKS = {
    "symbolic": tarfile.SYMTYPE,
    "hard": tarfile.LNKTYPE,
    "pipe": tarfile.FIFOTYPE,
    "device": tarfile.CHRTYPE,
}


def tgz(*members: Member, kind: bytes = tarfile.REGTYPE) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as tar:
        for name, content in members:
            data = content.encode() if isinstance(content, str) else content
            member = tarfile.TarInfo(name)
            member.type = kind
            member.linkname = "x" if kind != tarfile.REGTYPE else ""
            member.size = len(data) if kind == tarfile.REGTYPE else 0
            tar.addfile(member, io.BytesIO(data))
    return buffer.getvalue()


def test_what_is_packed_is_unpacked_in_its_order():
    files = {"Chart.yaml": b"a", "z": b"", "a/" + "long" * 60: b"\x00\xff", "ü.txt": b"x" * 1000}
    unpacked = archive.unpack(archive.pack(files), name="c.tgz")
    assert unpacked == files
    assert list(unpacked) == list(files)


def test_packing_is_the_same_every_time():
    first = archive.pack({"a": b"1"})
    time.sleep(1.1)
    assert archive.pack({"a": b"1"}) == first


def test_bytes_that_may_never_change():
    """Whoever reads of a package wants to make it again in ten years."""
    long = {"Chart.yaml": b"a", "ä" * 200: b"\x00" * 200_000, "x" * 150: b"", "templates/a": b"b" * 512}
    packed = archive.pack(long, folder="f", time=1_700_000_000)
    assert (
        hashlib.sha256(packed).hexdigest()
        == "c6cc66d1b6b2596ca7dedde9dbfc19852aff304cdef618abc760cf06d118a7ef"
    )


def test_others_read_what_is_packed(tmp_path: Path):
    long = {
        "Chart.yaml": b"a",
        "ä" * 120: b"x" * 70_000,
        "x" * 95: b"1",
        "x" * 93: b"2",
        "p" * 88: b"",
        "q" * 950: b"",
    }
    (tmp_path / "c.tgz").write_bytes(archive.pack(long, folder="folder", time=1_700_000_000))
    with tarfile.open(tmp_path / "c.tgz") as tar:
        members = tar.getmembers()
        assert [member.name for member in members] == [f"folder/{path}" for path in long]
        assert {(m.mode, m.uid, m.gid, m.uname, m.gname, m.mtime) for m in members} == {
            (0o644, 0, 0, "", "", 1_700_000_000)
        }
    argv = ["tar", "--quoting-style=literal", "-tzf", tmp_path / "c.tgz"]
    listed = subprocess.run(
        argv, capture_output=True, check=True, text=True, env={**os.environ, "LC_ALL": "C"}
    )
    assert listed.stdout.splitlines() == [f"folder/{path}" for path in long]
    subprocess.run(["gzip", "-t", tmp_path / "c.tgz"], check=True)


@pytest.mark.parametrize("size", [0, 1, 511, 512, 65_535 - 1024, 65_535, 65_536, 200_000])
def test_sizes_around_those_of_blocks(size: int):
    assert archive.unpack(archive.pack({"a": b"x" * size}), name="") == {"a": b"x" * size}


def test_the_members_of_an_archive():
    packed = archive.pack({"b/Chart.yaml": b"", "Chart.yaml": b""}, time=9)
    assert archive.members(packed, name="") == [("b/Chart.yaml", 9), ("Chart.yaml", 9)]
    assert archive.members(tgz(("c/a", "")), name="") == [("a", 0)]
    with pytest.raises(InputError, match="not a chart archive"):
        archive.members(b"", name="x")
    assert archive.compress(archive.decompress(packed, name="")) == packed


@pytest.mark.parametrize("kind", [b"0", b"x", b"L", b"Z"])
def test_a_size_that_nothing_has(kind: bytes):
    tar = bytearray(archive.decompress(archive.pack({"a": b"1", "b": b"2"}), name=""))
    tar[124:136] = b"\x80" + b"\x7f" * 11
    tar[156:157] = kind
    tar[148:156] = b" " * 8
    tar[148:156] = b"%06o\0 " % sum(tar[:512])
    for read in (archive.unpack, archive.members):
        with pytest.raises(InputError, match="not a chart archive|is larger than|is a link"):
            read(archive.compress(bytes(tar)), name="x")


@pytest.mark.parametrize(
    ("stated", "time"),
    [("nan", 0), ("inf", 0), ("-inf", 0), ("-5", 0), ("1e300", archive.LATEST), ("9" * 400, 0), ("12.9", 12)],
)
def test_times_that_anybody_may_write(stated: str, time: int):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as tar:
        member = tarfile.TarInfo("c/Chart.yaml")
        member.pax_headers = {"mtime": stated}
        tar.addfile(member)
    assert archive.members(buffer.getvalue(), name="") == [("Chart.yaml", time)]
    packed = archive.pack({"a": b""}, time=time)
    assert archive.members(packed, name="") == [("a", time)]


def test_the_directory_of_the_chart_is_cut_and_marks_are_removed():
    content = tgz(("c/Chart.yaml", "\ufeffname: c\n"), ("other/./b//x.txt", "1"), ("c\\dir\\w.txt", "2"))
    expected = {"Chart.yaml": b"name: c\n", "b/x.txt": b"1", "dir/w.txt": b"2"}
    assert archive.unpack(content, name="c.tgz") == expected


def test_the_later_of_two_members_counts():
    assert archive.unpack(tgz(("c/a", "1"), ("c/b", "2"), ("c/a", "3")), name="c.tgz") == {
        "b": b"2",
        "a": b"3",
    }


def test_an_archive_of_several_gzip_members_is_read_whole():
    plain = gzip.decompress(tgz(("c/a", "1"), ("c/b", "2")))
    content = gzip.compress(plain[:700]) + gzip.compress(plain[700:])
    assert archive.unpack(content, name="c.tgz") == {"a": b"1", "b": b"2"}


@pytest.mark.parametrize(
    "name",
    [
        "../x",
        "c/../../x",
        "c/..",
        "/etc/passwd",
        "c//../../x",
        "c/c:/x",
        "..\\x",
        "c\\..\\..\\x",
        "c/..x",
    ],
)
def test_members_that_lead_out_are_refused(name: str):
    with pytest.raises(InputError, match="leads out of the chart's directory"):
        archive.unpack(tgz(("c/a", "1"), (name, "x")), name="c.tgz")


def test_an_archive_without_the_folder_of_the_chart_is_refused():
    with pytest.raises(InputError, match="the member 'Chart.yaml' is in no folder") as caught:
        archive.unpack(tgz(("Chart.yaml", "x")), name="c.tgz")
    assert caught.value.hint == "pack the chart's folder, as `helm package` does"


@pytest.mark.parametrize("kind", LINKS)
def test_links_and_devices_are_refused(kind: str):
    with pytest.raises(InputError, match="c/a is a link or a device"):
        archive.unpack(tgz(("c/a", ""), kind=LINKS[kind]), name="c.tgz")


@pytest.mark.parametrize("name", ["c/a\nb", "c/a\x00b", "c/\x1b[2J"])
def test_names_that_cannot_be_shown_are_refused(name: str):
    content = tgz((name, ""))
    if "\x00" in name:
        assert archive.unpack(content, name="c.tgz") == {"a": b""}
        return
    with pytest.raises(InputError, match="cannot be the name of a file in a chart"):
        archive.unpack(content, name="c.tgz")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "the archive holds no files|not a chart archive|not a gzipped archive"),
        (b"hello", "not a gzipped archive"),
        (b"\x1f\x8b", "not a gzipped archive"),
        (tgz(("c/a", "x" * 5000))[:-40], "not a gzipped archive"),
        (gzip.compress(b"no tar at all" * 100), "not a chart archive"),
        (gzip.compress(b""), "not a chart archive|holds no files"),
        (tgz(), "holds no files"),
        (gzip.compress(gzip.decompress(tgz(("c/a", "x" * 5000)))[:2000]), "not a chart archive"),
    ],
    # gzip writes the time into its header: ids made of the bytes would differ between two workers.
    ids=["empty", "text", "header", "cut", "no tar", "nothing", "no files", "cut tar"],
)
def test_what_is_no_archive(content: bytes, problem: str):
    with pytest.raises(InputError, match=problem) as caught:
        archive.unpack(content, name="c.tgz")
    assert caught.value.where == "c.tgz"


def test_a_file_that_is_too_large():
    content = tgz(("c/large", b"0" * (archive.MAX_FILE_BYTES + 1)))
    with pytest.raises(InputError, match="large is larger than") as caught:
        archive.unpack(content, name="c.tgz")
    assert ".helmignore" in caught.value.hint


def test_files_that_are_too_large_together(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(archive, "MAX_CHART_BYTES", 1000)
    with pytest.raises(InputError, match="unpacks to more than 1000 bytes"):
        archive.unpack(tgz(("c/a", "x" * 600), ("c/b", "x" * 600)), name="c.tgz")


def test_too_many_files(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(archive, "MAX_FILES", 10)
    with pytest.raises(InputError, match="more than 10 files"):
        archive.unpack(tgz(*((f"c/{number}", "") for number in range(11))), name="c.tgz")


def test_a_bomb_is_not_unpacked():
    bomb = gzip.compress(b"\0" * (300 * 1024 * 1024), 9)
    with pytest.raises(InputError, match="unpacks to more than"):
        archive.unpack(bomb, name="c.tgz")
