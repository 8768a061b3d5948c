import io
import subprocess
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from chartgen.chart import archive
from chartgen.chart.tar_headers import misread
from chartgen.core.errors import InputError
from tests.release.conftest import CHART_YAML, write_files

EVIL = b"apiVersion: v1\nkind: ConfigMap\nmetadata: {name: evil}\n"
END = bytes(1024)
HEADER = "the header at byte {} of its tar is not read alike by all programs"


def header(
    name: bytes,
    size: int,
    *,
    kind: bytes = b"0",
    mode: bytes = b"0000644\0",
    magic: bytes = b"ustar\x0000",
    prefix: bytes = b"",
    rest: bytes = b"",
    total: Callable[[int], bytes] = b"%06o\0 ".__mod__,
    length: bytes = b"",
) -> bytes:
    block = bytearray(512)
    block[: len(name)] = name
    block[100:136] = mode + 2 * b"0000000\0" + (length or b"%011o\0" % size)
    block[136:148] = b"%011o\0" % 0
    block[148:157] = b" " * 8 + kind
    block[257:265] = magic
    block[345 : 345 + len(prefix)] = prefix
    block[512 - len(rest) :] = rest
    block[148:156] = total(sum(block))
    return bytes(block)


def member(name: bytes, content: bytes, **fields: object) -> bytes:
    return header(name, len(content), **fields) + content + bytes(-len(content) % 512)  # type: ignore[arg-type]


def record(key: str, value: str) -> bytes:
    body = f" {key}={value}\n"
    length = next(n for n in range(3, 999) if n == len(body) + len(str(n)))
    return f"{length}{body}".encode()


CHART = member(b"c/Chart.yaml", CHART_YAML.encode())
HIDDEN = b"c/templates/e.yaml"


@pytest.mark.parametrize(
    "more",
    [
        b"",
        member(b"c/a", b"x" * 512),
        member(b"c/a", b"x", kind=b"\0"),
        member(b"c/d/", b"", kind=b"5", mode=b"0000755\0"),
        member(b"c/a", b"1", mode=b"   644 \0", length=b"         1 \0"),
        member(b"c/a", b"1", magic=b"ustar  \0"),
        member(b"a", b"1", prefix=b"c/b"),
        member(b"q", b"c/long\0", kind=b"L", magic=b"ustar  \0") + member(b"c/long", b""),
        member(b"q", record("path", "c/ü") + record("mtime", "1.5"), kind=b"x") + member(b"c/u", b""),
        member(b"q", record("SCHILY.xattr.a", "b") + record("LIBARCHIVE.c", "d"), kind=b"x")
        + member(b"c/u", b""),
    ],
)
def test_archives_as_programs_write_them(more: bytes):
    for tar in (CHART + more + END, CHART + more, CHART + more + END + bytes(9216)):
        assert misread(tar) == ""
    comment = member(b"pax_global_header", record("comment", "0" * 40), kind=b"g")
    assert misread(comment + CHART + more + END) == ""


def test_what_tar_and_python_write(tmp_path: Path):
    write_files(
        tmp_path / "c", {"Chart.yaml": CHART_YAML, "templates/x": "1", f"d/{'long' * 40}/{'ü' * 60}": "2"}
    )
    for form in ("gnu", "oldgnu", "pax", "posix"):
        tar = subprocess.run(
            ["tar", "-C", tmp_path, "--format", form, "-c", "c"], check=True, capture_output=True
        )
        assert misread(tar.stdout) == "", form
    for form in (tarfile.GNU_FORMAT, tarfile.PAX_FORMAT):
        buffer = io.BytesIO()
        with tarfile.open(fileobj=buffer, mode="w", format=form) as tar:
            tar.add(tmp_path / "c", "c")
        assert misread(buffer.getvalue()) == ""


def test_what_helm_writes(helm_program: Path, tmp_path: Path):
    files = {f"files/{'long' * 30}": "", f"files/{'long' * 40}/{'l' * 90}": "", "files/ü": "1"}
    write_files(tmp_path / "c", {"Chart.yaml": CHART_YAML, **files})
    subprocess.run([helm_program, "package", tmp_path / "c", "-d", tmp_path], check=True)
    content = (tmp_path / "c-0.1.0.tgz").read_bytes()
    packed = archive.unpack(content, name="p")
    assert set(files) < set(packed)
    assert archive.unpack(archive.pack(packed, folder="c"), name="p") == packed


@pytest.mark.parametrize(
    "hidden",
    [
        # A sum that Python does not read, and takes for the end.
        member(HIDDEN, EVIL, total=b"\0%06o\0".__mod__),
        # Two names: Python takes the first, Go the second.
        member(b"q", record("path", "c/a"), kind=b"x") + member(b"q", HIDDEN, kind=b"L") + member(b"q", EVIL),
        # A name for all that follow, which only Python heeds.
        member(b"q", record("path", "c/a"), kind=b"g") + member(HIDDEN, EVIL),
    ],
)
def test_templates_that_only_helm_finds(hidden: bytes, helm_program: Path, tmp_path: Path):
    tar = CHART + hidden + END
    (tmp_path / "p.tgz").write_bytes(archive.compress(tar))
    shown = subprocess.run([helm_program, "template", tmp_path / "p.tgz"], check=True, capture_output=True)
    assert b"name: evil" in shown.stdout
    problem = HEADER.format(len(CHART) + (512 + 512) * (hidden[:1] == b"q" and hidden[156:157] == b"x"))
    assert misread(tar) == problem
    with pytest.raises(InputError, match=f"not to be trusted: {problem}"):
        archive.unpack(archive.compress(tar), name="p")


@pytest.mark.parametrize(
    "more",
    [
        member(HIDDEN, b"", mode=b"0040644\0"),
        # Python takes it for the end, and Go for an error.
        member(HIDDEN, EVIL, total=lambda _: b"000001\0 "),
        member(HIDDEN, EVIL, kind=b"5"),
        member(HIDDEN, EVIL, kind=b"7"),
        member(HIDDEN + b"/", EVIL, kind=b"\0"),
        member(b"q", record("path", "c/a/"), kind=b"x") + member(HIDDEN, b"", kind=b"\0"),
        member(HIDDEN, EVIL, magic=b"ustar  \0", prefix=b"c"),
        member(HIDDEN, EVIL, magic=bytes(8), prefix=b"c"),
        member(HIDDEN, EVIL, rest=b"tar\0"),
        member(HIDDEN, b"1", length=b"00000000001\0"[::-1]),
        member(b"q", record("size", "0"), kind=b"x") + member(HIDDEN, b""),
        member(b"q", record("GNU.sparse.size", "0"), kind=b"x") + member(HIDDEN, b""),
        member(b"q", record("path", "c/a\n9 size=1"), kind=b"x") + member(HIDDEN, b""),
        2 * member(b"q", record("path", "c/a"), kind=b"x") + member(HIDDEN, b""),
        2 * member(b"q", b"c/a\0", kind=b"L") + member(HIDDEN, b""),
        member(b"q", b"c/a\0", kind=b"L")
        + member(b"q", record("comment", "c"), kind=b"g")
        + member(HIDDEN, b""),
    ],
)
def test_headers_that_readers_may_differ_about(more: bytes):
    assert misread(CHART + more + END).startswith("the header at byte")


def test_what_stands_behind_the_end():
    for more in (END + CHART, END + b"x", bytes(512) + CHART):
        assert misread(CHART + more) == "something stands behind the end of its tar", more
