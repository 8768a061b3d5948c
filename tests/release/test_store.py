import os
import threading
import time
from pathlib import Path

import pytest

from chartgen.core.errors import InputError, RefusedError
from chartgen.core.lock import folder_lock
from chartgen.release.package import Package, package
from chartgen.release.store import State, provenance_beside, store
from tests.release.conftest import WriteChart


@pytest.fixture
def packed(write_chart: WriteChart) -> Package:
    return package(write_chart(), time=1)


def test_a_package_is_written_once(packed: Package, tmp_path: Path):
    target = tmp_path / "a/b" / packed.file_name
    assert store(packed, target, None) is State.WRITTEN
    assert target.read_bytes() == packed.content
    assert target.stat().st_mode & 0o777 == 0o644
    before = target.stat()
    assert store(packed, target, None) is State.PRESENT
    assert target.stat().st_ino == before.st_ino
    assert [each.name for each in target.parent.iterdir()] == [packed.file_name]


def test_another_one_replaces_it_unless_that_is_signed(
    packed: Package, write_chart: WriteChart, tmp_path: Path
):
    target = tmp_path / packed.file_name
    signature = f"about {packed.digest}".encode()
    store(packed, target, signature)
    assert provenance_beside(target) == signature
    # The same archive anew leaves the signature alone.
    assert store(packed, target, None) is State.PRESENT
    assert provenance_beside(target) == signature
    other = package(write_chart({"new": ""}, "d"), time=1)
    with pytest.raises(RefusedError, match="signs another archive") as caught:
        store(other, target, None)
    assert caught.value.where == f"{target}.prov"
    assert target.read_bytes() == packed.content
    assert store(other, target, b"new") is State.REPLACED
    assert (target.read_bytes(), provenance_beside(target)) == (other.content, b"new")
    Path(f"{target}.prov").unlink()
    assert store(packed, target, None) is State.REPLACED


def test_places_that_cannot_be_written(packed: Package, tmp_path: Path):
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match="cannot be made"):
        store(packed, tmp_path / "file/x/c.tgz", None)
    (tmp_path / "c.tgz").mkdir()
    with pytest.raises(InputError, match="cannot be written: Is a directory"):
        store(packed, tmp_path / "c.tgz", None)


def test_two_packagers_go_one_after_the_other(packed: Package, tmp_path: Path):
    target = tmp_path / packed.file_name
    other = threading.Thread(target=store, args=(packed, target, None))
    with folder_lock(tmp_path):
        other.start()
        time.sleep(0.2)
        assert not target.exists()
    other.join()
    assert target.exists()


def test_a_pipe_is_not_waited_for(packed: Package, tmp_path: Path):
    pipe = tmp_path / f"{packed.file_name}.prov"
    os.mkfifo(pipe)
    with pytest.raises(InputError, match="is no file") as caught:
        store(packed, tmp_path / packed.file_name, None)
    assert caught.value.where == str(pipe)
    assert [*tmp_path.glob("*.tgz")] == []


def test_a_provenance_that_is_too_large(packed: Package, tmp_path: Path):
    target = tmp_path / packed.file_name
    Path(f"{target}.prov").write_bytes(bytes(1024 * 1024 + 1))
    with pytest.raises(InputError, match="larger than 1048576 bytes"):
        store(packed, target, None)
    assert not target.exists()
