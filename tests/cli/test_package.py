import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT, Run
from tests.cli.package_results import read
from tests.release.conftest import PASSPHRASE, Keys, keys

__all__ = ["keys"]

CHART = ROOT / "charts/multus-ipvlan"
NAME = "multus-ipvlan-0.1.0.tgz"


def git(*arguments: str, cwd: Path, seconds: int = 1_700_000_000) -> None:
    identity = ["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false"]
    env = {**os.environ, "GIT_COMMITTER_DATE": f"@{seconds} +0200"}
    subprocess.run(["git", *identity, *arguments], cwd=cwd, check=True, capture_output=True, env=env)


@pytest.fixture
def repository(project: Path) -> Path:
    git("init", "-q", cwd=project)
    git("add", ".", cwd=project)
    git("commit", "-qm", "x", cwd=project)
    return project


def test_two_clones_give_the_same_bytes(run: Run, repository: Path, tmp_path_factory: pytest.TempPathFactory):
    digests = set()
    for number, umask in enumerate((0o022, 0o077)):
        clone = tmp_path_factory.mktemp(f"clone{number}") / ("deeper/" * number) / "c"
        before = os.umask(umask)
        git("clone", "-q", str(repository), str(clone), cwd=repository)
        os.umask(before)
        env = {"TZ": ("UTC", "Asia/Tokyo")[number], "LC_ALL": ("C", "C.UTF-8")[number]}
        done = run("package", "--format", "json", "-d", "out", cwd=clone, env=env)
        assert done.code == 0, done.err
        digests.add(read(done.out)["result"]["digest"])
        assert read(done.out)["result"]["time"] == "2023-11-14T22:13:20Z"
    assert len(digests) == 1


def test_the_path_is_the_result(run: Run, repository: Path):
    first = run("package")
    assert (first.code, first.out) == (0, "acme-net-0.1.0.tgz\n")
    assert "time 2023-11-14T22:13:20Z: the last commit that changed the chart" in first.err
    content = (repository / "acme-net-0.1.0.tgz").read_bytes()
    again = run("-q", "package", "charts/acme-net")
    assert (again.out, again.err) == (first.out, "")
    assert "was there already" in run("package", "git:HEAD:charts/acme-net").err
    # An archive keeps its own time.
    assert run("package", "acme-net-0.1.0.tgz", "-d", "copy").out == "copy/acme-net-0.1.0.tgz\n"
    assert (repository / "copy/acme-net-0.1.0.tgz").read_bytes() == content


def test_another_archive_in_its_place_is_told(run: Run, repository: Path):
    result = read(run("package", "--format", "json").out)["result"]
    assert (result["state"], result["provenance"]) == ("written", None)
    (repository / "charts/acme-net/new").touch()
    done = run("package", "--format", "json")
    assert read(done.out)["result"]["state"] == "replaced"
    assert "in place of another archive" in done.err
    assert read(run("package", "--format", "json").out)["result"]["state"] == "present"


def test_a_package_in_its_own_chart(run: Run, tmp_path: Path):
    """The second would hold the first, the third both."""
    chart = tmp_path / "c"
    chart.mkdir()
    (chart / "Chart.yaml").write_text("apiVersion: v2\nname: c\nversion: 0.1.0\n")
    (tmp_path / "link").symlink_to(chart)
    for options in ((".",), ("../link", "-d", "new/folder"), (".", "-d", "../link")):
        done = run("package", *options, cwd=chart)
        assert done.code == 2
        assert "--destination: the next package would hold this one" in done.err
    assert [each.name for each in chart.iterdir()] == ["Chart.yaml"]
    assert run("package", ".", "-d", "..", cwd=chart).code == 0
    (chart / ".helmignore").write_text("*.tgz\n")
    first, second = (run("package", "--format", "json", ".", cwd=chart) for _ in range(2))
    assert read(first.out)["result"]["digest"] == read(second.out)["result"]["digest"]
    assert run("package", "c-0.1.0.tgz", "-d", ".", cwd=chart).code == 0


def test_the_time_that_the_environment_gives(run: Run, repository: Path):
    done = run("package", "--format", "json", env={"SOURCE_DATE_EPOCH": "86400"})
    assert read(done.out)["result"]["time"] == "1970-01-02T00:00:00Z"
    for text in ("now", "-1", "1e3", "8589934592", "１", "9" * 5000):
        done = run("package", env={"SOURCE_DATE_EPOCH": text})
        assert done.code == 2
        assert "SOURCE_DATE_EPOCH" in done.err


def test_a_chart_that_was_never_committed(run: Run, project: Path):
    done = run("package")
    assert "time 1980-01-01T00:00:00Z: the chart was never committed" in done.err


def test_a_history_that_is_cut_off(run: Run, repository: Path, tmp_path_factory: pytest.TempPathFactory):
    git("commit", "--allow-empty", "-qm", "later", cwd=repository)
    clone = tmp_path_factory.mktemp("shallow") / "c"
    git("clone", "-q", "--depth", "1", f"file://{repository}", str(clone), cwd=repository)
    done = run("package", cwd=clone)
    assert done.code == 0
    assert "warning: the history of this clone ends before" in done.err
    assert "warning" not in run("-q", "package", cwd=clone).err


def test_signing(run: Run, keys: Keys, tmp_path: Path):
    (tmp_path / "pass").write_bytes(PASSPHRASE)
    options = (
        "package",
        str(CHART),
        "--sign",
        "--key",
        "ann@",
        "--keyring",
        str(keys.secret),
        "--passphrase-file",
    )
    done = run(*options, "-", "--format", "json", stdin=PASSPHRASE + b"\n")
    assert done.code == 0, done.err
    assert read(done.out)["result"]["provenance"] == f"{NAME}.prov"
    assert (tmp_path / f"{NAME}.prov").read_bytes().startswith(b"-----BEGIN PGP SIGNED")
    assert run(*options, "pass").code == 0
    (tmp_path / "pass").write_bytes(b"\n")
    assert (run(*options, "pass").code, run(*options, "absent").code) == (3, 3)
    # What is signed is not lost by packing another chart of that name.
    before = (tmp_path / NAME).read_bytes()
    done = run("package", str(CHART), env={"SOURCE_DATE_EPOCH": "5"})
    assert done.code == 5
    assert "signs another archive" in done.err
    assert (tmp_path / NAME).read_bytes() == before


@pytest.mark.parametrize("option", ["--key", "--keyring", "--passphrase-file"])
def test_options_of_signing_alone(run: Run, option: str):
    done = run("package", str(CHART), option, "x")
    assert done.code == 2
    assert f"{option}: is about signing" in done.err


def test_charts_that_cannot_be_packed(run: Run, tmp_path: Path):
    assert run("package", "absent").code == 3
    assert run("package", str(CHART), "-d", "/proc/x").code == 3
    (tmp_path / "c").mkdir()
    (tmp_path / "c/Chart.yaml").write_text("apiVersion: v2\nname: c\nversion: x\n")
    done = run("package", "c")
    assert done.code == 3
    assert "c/Chart.yaml:3:10: 'x' is not a version" in done.err
    assert list(tmp_path.glob("*.tgz")) == []


@pytest.mark.slow
def test_a_kill_leaves_whole_files(tmp_path: Path):
    """An archive is all there or not at all, whenever the end comes."""
    argv = [sys.executable, "-m", "chartgen", "package", str(CHART), "-d", str(tmp_path)]
    env = {**os.environ, "PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": "1"}
    start = time.monotonic()
    subprocess.run(argv, check=True, env=env, capture_output=True)
    whole, length = (tmp_path / NAME).read_bytes(), time.monotonic() - start
    killed = 0
    for trial in range(60):
        (tmp_path / NAME).unlink(missing_ok=True)
        with subprocess.Popen(argv, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            time.sleep(length * (0.4 + 0.7 * trial / 60))
            process.send_signal(signal.SIGKILL)
        killed += process.returncode == -signal.SIGKILL
        if (tmp_path / NAME).exists():
            assert (tmp_path / NAME).read_bytes() == whole
    assert killed > 30
    subprocess.run(argv, check=True, env=env, capture_output=True)
    assert (tmp_path / NAME).read_bytes() == whole
