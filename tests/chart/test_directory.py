import contextlib
import os
import random
import socket
from pathlib import Path

import helm_python
import pytest

from chartgen.chart import archive
from chartgen.chart import directory as module
from chartgen.chart.directory import read_directory
from chartgen.core.errors import InputError

CHART = b"apiVersion: v2\nname: c\nversion: 0.1.0\n"


@pytest.fixture
def chart(tmp_path: Path) -> Path:
    directory = tmp_path / "c"
    (directory / "templates").mkdir(parents=True)
    (directory / "Chart.yaml").write_bytes(CHART)
    return directory


def helm_files(directory: Path) -> set[str]:
    with helm_python.Chart.load(directory) as chart:
        return {file["name"] for file in [*chart.files, *chart.templates]}


RULES = [
    "*.md",
    "docs/",
    "/a",
    "!*",
    "a/*",
    "x?",
    "*.b",
    "/docs/*.md",
    "[a-c]*",
    ".*",
    "a",
    "!a/",
    "templates/",
    "t*/x",
]
NAMES = ["a", "b", "x1", "a.md", ".h", "docs", "c.b", "templates"]


@pytest.mark.parametrize("seed", range(25))
def test_the_files_are_those_that_helm_loads(chart: Path, seed: int):
    chance = random.Random(seed)
    for _ in range(25):
        path = chart.joinpath(*(chance.choice(NAMES) for _ in range(chance.randint(1, 4))))
        if not any(parent.is_file() for parent in path.parents) and not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("x: 1")
    (chart / ".helmignore").write_text("\n".join(chance.sample(RULES, chance.randint(0, 3))))
    files = set(read_directory(chart))
    if "Chart.yaml" not in files:
        # `!` rules can leave out what makes it a chart: no Helm loads it.
        with pytest.raises(helm_python.HelmError):
            helm_python.Chart.load(chart)
        return
    assert files - {"Chart.yaml"} == helm_files(chart)


def test_the_order_is_that_of_helm(chart: Path):
    for path in ("crds/b", "crds.txt", "crds-x", "Z", "a/b/c", "a.b", "ä"):
        (chart / path).parent.mkdir(parents=True, exist_ok=True)
        (chart / path).write_text("")
    assert list(read_directory(chart)) == [
        "Chart.yaml",
        "Z",
        "a/b/c",
        "a.b",
        "crds/b",
        "crds-x",
        "crds.txt",
        "ä",
    ]


def test_links_are_followed(chart: Path, tmp_path: Path):
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "f").write_text("content")
    (chart / "link").symlink_to(tmp_path / "outside")
    (chart / "file").symlink_to("link/f")
    assert read_directory(chart) == {"Chart.yaml": CHART, "file": b"content", "link/f": b"content"}


@pytest.mark.parametrize("target", [".", "..", "templates"])
def test_links_in_a_circle(chart: Path, target: str):
    (chart / "templates" / "loop").symlink_to(chart / target)
    with pytest.raises(InputError, match="leads back") as caught:
        read_directory(chart)
    assert "templates/loop" in str(caught.value.where)


def test_a_link_to_itself_or_to_nothing(chart: Path):
    (chart / "self").symlink_to("self")
    with pytest.raises(InputError, match="Too many levels of symbolic links"):
        read_directory(chart)
    (chart / "self").unlink()
    (chart / "nowhere").symlink_to("gone")
    with pytest.raises(InputError, match="No such file"):
        read_directory(chart)


def test_links_that_multiply_are_bounded(chart: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "MAX_FILES", 1000)
    inner = chart / "d0"
    inner.mkdir()
    for depth in range(1, 25):
        outer = chart / f"d{depth}"
        outer.mkdir()
        for name in "ab":
            (outer / name).symlink_to(chart / f"d{depth - 1}")
    with pytest.raises(InputError, match="more than 1000 files"):
        read_directory(chart)


def test_pipes_and_sockets_are_not_opened(chart: Path):
    os.mkfifo(chart / "pipe")
    with pytest.raises(InputError, match="neither a file nor a directory"):
        read_directory(chart)
    (chart / "pipe").unlink()
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(chart / "socket"))
        with pytest.raises(InputError, match="neither a file nor a directory"):
            read_directory(chart)
    (chart / "socket").unlink()
    (chart / "zero").symlink_to("/dev/zero")
    with pytest.raises(InputError, match="neither a file nor a directory"):
        read_directory(chart)


def test_a_refusal_says_what_to_do(chart: Path):
    for name, target, hint in (
        ("nowhere", "gone", "check its permissions, and where links lead"),
        ("zero", "/dev/zero", "remove it, or leave it out with a rule in .helmignore"),
        ("circle", ".", "remove it, or leave it out with a rule in .helmignore"),
    ):
        (chart / name).symlink_to(target)
        with pytest.raises(InputError) as caught:
            read_directory(chart)
        assert caught.value.hint == hint
        (chart / name).unlink()


def test_large_files_are_not_read(chart: Path):
    with (chart / "large").open("wb") as file:
        file.truncate(10**12)
    with pytest.raises(InputError, match="large is larger than 5242880 bytes"):
        read_directory(chart)
    (chart / ".helmignore").write_text("large\n")
    assert list(read_directory(chart)) == [".helmignore", "Chart.yaml"]


def test_a_file_that_is_larger_than_it_says(chart: Path, monkeypatch: pytest.MonkeyPatch):
    """As one that grows while it is read; those of /proc say that they are empty."""
    monkeypatch.setattr(archive, "MAX_FILE_BYTES", 100)
    (chart / "grown").symlink_to("/proc/self/status")
    with pytest.raises(InputError, match="grown is larger than 100 bytes"):
        read_directory(chart)


def test_a_large_chart(chart: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "MAX_CHART_BYTES", 1000)
    (chart / "a").write_text("x" * 990)
    with pytest.raises(InputError, match="more than 1000 bytes"):
        read_directory(chart)


@pytest.mark.parametrize("name", [b"a\xff", b"a\nb", b"a\\b"])
def test_names_that_cannot_be_packed(chart: Path, name: bytes):
    Path(os.fsdecode(os.fsencode(chart) + b"/" + name)).write_text("")
    with pytest.raises(InputError, match="cannot be the name of a file in a chart"):
        read_directory(chart)


def test_files_that_may_not_be_read(chart: Path):
    (chart / "secret").write_text("")
    (chart / "secret").chmod(0)
    chart.chmod(0o755)
    child = os.fork()
    if child == 0:
        os.chdir(chart)
        # Root reads everything, so nobody looks.
        with contextlib.suppress(PermissionError):
            os.setuid(65534)
        try:
            read_directory(Path())
        except InputError as error:
            os._exit(0 if "Permission denied" in str(error) else 1)
        os._exit(2)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0
