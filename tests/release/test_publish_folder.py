import contextlib
import functools
import http.server
import os
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml as pyyaml

from chartgen.core.errors import InputError, RefusedError
from chartgen.release.package import Package, package
from chartgen.release.publish import ExistsError, Published, Signed
from chartgen.release.publish_folder import to_folder
from tests.release.conftest import CHART_YAML, PASSPHRASE, Keys, WriteChart

NAME = "c-0.1.0.tgz"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "repository"
    made.mkdir()
    return made


@pytest.fixture
def packed(write_chart: WriteChart) -> Package:
    return package(write_chart(), time=1)


def publish(
    packed: Package, folder: Path, provenance: bytes | None = None, *, replace: bool = False, url: str = ""
) -> Published:
    return to_folder(Signed(packed, provenance), folder, url=url, replace_signature=replace)


def tree(folder: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in folder.iterdir()}


def entries(folder: Path) -> dict[str, list[dict]]:
    return pyyaml.safe_load((folder / "index.yaml").read_text())["entries"]


def test_a_package_is_published_once(packed: Package, folder: Path):
    assert publish(packed, folder) == (str(folder / NAME), packed.digest, False)
    before = tree(folder)
    index = (folder / "index.yaml").stat()
    assert sorted(before) == [NAME, "index.yaml"]
    assert before[NAME] == packed.content
    assert publish(packed, folder) == (str(folder / NAME), packed.digest, True)
    assert tree(folder) == before
    # It may be one that we may not write.
    assert (folder / "index.yaml").stat().st_ino == index.st_ino
    assert entries(folder)["c"][0]["urls"] == [NAME]


def test_two_folders_with_the_same_packages_are_equal(
    packed: Package, folder: Path, write_chart: WriteChart, tmp_path: Path
):
    other = package(write_chart({"Chart.yaml": CHART_YAML.replace("0.1.0", "0.2.0")}, "d"), time=5)
    second = tmp_path / "second"
    second.mkdir()
    for each in (packed, other):
        publish(each, folder)
    for each in (other, packed):
        publish(each, second)
    assert tree(folder) == tree(second)


def test_what_is_published_is_not_overwritten(packed: Package, folder: Path, write_chart: WriteChart):
    other = package(write_chart(), time=2)
    assert len(other.content) == len(packed.content)
    publish(packed, folder)
    before = tree(folder)
    with pytest.raises(ExistsError, match=f"{packed.digest}, not {other.digest}"):
        publish(other, folder)
    assert tree(folder) == before
    (folder / "index.yaml").unlink()
    # No index names it: still it is there, and somebody may have it.
    with pytest.raises(ExistsError, match="is another archive") as caught:
        publish(other, folder)
    assert caught.value.where == str(folder / NAME)
    assert not publish(packed, folder).was_there
    assert tree(folder) == before


def test_an_archive_that_is_elsewhere_stays_there(packed: Package, folder: Path):
    publish(packed, folder, url="https://example.com")
    assert entries(folder)["c"][0]["urls"] == [f"https://example.com/{NAME}"]
    (folder / NAME).unlink()
    # What is here is the index that names it.
    assert publish(packed, folder) == (str(folder / "index.yaml"), packed.digest, True)
    assert sorted(tree(folder)) == ["index.yaml"]


def test_signatures(packed: Package, folder: Path):
    one, two = (f"{number} {packed.digest}".encode() for number in (1, 2))
    publish(packed, folder, one)
    assert tree(folder)[f"{NAME}.prov"] == one
    assert publish(packed, folder, one).was_there
    # Without one, what is there stays.
    assert publish(packed, folder).was_there
    with pytest.raises(RefusedError, match="with another signature"):
        publish(packed, folder, two)
    assert tree(folder)[f"{NAME}.prov"] == one
    assert not publish(packed, folder, two, replace=True).was_there
    assert tree(folder)[f"{NAME}.prov"] == two
    (folder / f"{NAME}.prov").unlink()
    with pytest.raises(RefusedError, match="without a signature"):
        publish(packed, folder, one)
    assert not publish(packed, folder, one, replace=True).was_there
    (folder / f"{NAME}.prov").write_bytes(b"of something else")
    with pytest.raises(RefusedError, match="signs another archive"):
        publish(packed, folder)
    with pytest.raises(ExistsError, match="with another signature"):
        publish(packed, folder, one)
    assert not publish(packed, folder, one, replace=True).was_there
    (folder / "index.yaml").unlink()
    with pytest.raises(ExistsError, match="with another signature"):
        publish(packed, folder, two)
    assert tree(folder)[f"{NAME}.prov"] == one


def test_folders_that_are_none(packed: Package, folder: Path):
    with pytest.raises(InputError, match="no such folder"):
        publish(packed, folder / "absent")
    (folder / "index.yaml").write_text("- 1\n")
    with pytest.raises(InputError, match="is no index"):
        publish(packed, folder)
    assert sorted(tree(folder)) == ["index.yaml"]


@pytest.mark.parametrize("name", ["index.yaml", NAME])
def test_a_pipe_is_not_waited_for(packed: Package, folder: Path, name: str):
    os.mkfifo(folder / name)
    with pytest.raises(InputError, match="is no file") as caught:
        publish(packed, folder)
    assert caught.value.where == str(folder / name)
    assert sorted(each.name for each in folder.iterdir()) == [name]


def test_nothing_is_written_for_an_index_that_cannot_be(packed: Package, folder: Path):
    (folder / "index.yaml").symlink_to("index.yaml")
    with pytest.raises(InputError, match="cannot be written"):
        publish(packed, folder)
    assert [each.name for each in folder.iterdir()] == ["index.yaml"]


def test_a_link_to_an_index_is_followed(packed: Package, folder: Path):
    (folder / "real").write_text("")
    (folder / "index.yaml").symlink_to("real")
    publish(packed, folder)
    assert (folder / "index.yaml").is_symlink()
    assert b"c-0.1.0.tgz" in (folder / "real").read_bytes()


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    class Handler(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Handler, directory=str(folder))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_helm_takes_it_from_there(
    packed: Package,
    folder: Path,
    helm_program: Path,
    keys: Keys,
    write_chart: WriteChart,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
):
    from chartgen.release.gnupg import gpg  # noqa: PLC0415 -- for this test alone
    from chartgen.release.provenance import sign  # noqa: PLC0415

    for name in ("CACHE", "CONFIG", "DATA"):
        monkeypatch.setenv(f"HELM_{name}_HOME", str(tmp_path / name))
    with gpg(keys.secret, secret=True) as program:
        publish(packed, folder, sign(packed, program, key="ann@", passphrase=PASSPHRASE + b"\n"))
    newer = package(write_chart({"Chart.yaml": CHART_YAML.replace("0.1.0", "0.2.0+b")}, "d"), time=2)
    publish(newer, folder)
    into = tmp_path / "pulled"
    into.mkdir()

    def helm(*arguments: str) -> str:
        return subprocess.run(
            [helm_program, *arguments], check=True, capture_output=True, text=True, cwd=into
        ).stdout

    with served(folder) as url:
        helm("pull", "c", "--repo", url, "--version", "0.1.0", "--verify", "--keyring", str(keys.rsa))
        assert (into / NAME).read_bytes() == packed.content
        helm("pull", "c", "--repo", url)
        assert (into / "c-0.2.0+b.tgz").read_bytes() == newer.content
        helm("repo", "add", "r", url)
        found = helm("search", "repo", "r/c", "--versions")
        assert [line.split()[1] for line in found.splitlines()[1:]] == ["0.2.0+b", "0.1.0"]


def test_helms_own_index_takes_our_package_too(
    packed: Package, folder: Path, helm_program: Path, write_chart: WriteChart
):
    other = package(
        write_chart(
            {"Chart.yaml": CHART_YAML.replace("name: c", "name: d\ndescription: 'a: " + "word " * 40 + "'")},
            "d",
        ),
        time=1,
    )
    (folder / other.file_name).write_bytes(other.content)
    subprocess.run([helm_program, "repo", "index", folder], check=True)
    theirs = entries(folder)["d"]
    lines = (folder / "index.yaml").read_text().splitlines()
    publish(packed, folder)
    assert entries(folder)["d"] == theirs
    assert {*lines} - {*(folder / "index.yaml").read_text().splitlines()} <= {lines[-1]}
    before = entries(folder)
    subprocess.run([helm_program, "repo", "index", folder, "--merge", folder / "index.yaml"], check=True)
    assert {name: found[0]["digest"] for name, found in entries(folder).items()} == {
        name: found[0]["digest"] for name, found in before.items()
    }
