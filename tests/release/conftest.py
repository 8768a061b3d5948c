"""Keys of gpg that live as long as the tests, and small charts."""

import os
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from chartgen.chart.reference import Chart, load
from chartgen.release.package import Package, package
from tests.registry.servers import Registry
from tests.release import pushing
from tests.release.projects import chart_as_it_is, make_project

CHART_YAML = "apiVersion: v2\nname: c\nversion: 0.1.0\n"
PASSPHRASE = b"correct horse"


@dataclass(frozen=True)
class Keys:
    """Exported keyrings, and the home that they come from.

    `ann` has RSA and a passphrase, `bob` Ed25519 and none; `eve` has expired; `rita` is revoked.
    """

    home: Path
    secret: Path
    public: Path
    rsa: Path


def gpg(home: Path, *arguments: str, input: bytes = b"") -> bytes:  # noqa: A002
    argv = ["gpg", "--homedir", str(home), "--batch", "--quiet", "--pinentry-mode", "loopback", *arguments]
    return subprocess.run(argv, input=input, capture_output=True, check=True).stdout


def _make(home: Path) -> None:
    for name, kind, passphrase, expires, options in (
        ("Ann Example <ann@example.com>", "rsa2048", PASSPHRASE.decode(), "never", ()),
        ("Bob Example <bob@example.com>", "ed25519", "", "never", ()),
        ("Eve <eve@example.com>", "ed25519", "", "seconds=1", ("--faked-system-time", "20200101T000000")),
        ("Rita <rita@example.com>", "ed25519", "", "never", ()),
    ):
        gpg(home, *options, "--passphrase", passphrase, "--quick-gen-key", name, kind, "sign", expires)
    (revocation,) = [each for each in (home / "openpgp-revocs.d").iterdir() if b"Rita" in each.read_bytes()]
    gpg(home, "--import", input=revocation.read_bytes().replace(b":-----BEGIN", b"-----BEGIN"))


@pytest.fixture(scope="session")
def keys() -> Iterator[Keys]:
    """Make keys; without gpg the test is skipped."""
    if shutil.which("gpg") is None:
        pytest.skip("gpg is absent")
    # A short path: the socket of gpg's agent is in it.
    home = Path(tempfile.mkdtemp(prefix="keys-"))
    _make(home)
    found = Keys(home, home / "secret.gpg", home / "public.asc", home / "rsa.gpg")
    found.secret.write_bytes(gpg(home, "--passphrase", PASSPHRASE.decode(), "--export-secret-keys"))
    found.public.write_bytes(gpg(home, "--armor", "--export"))
    found.rsa.write_bytes(gpg(home, "--export", "ann@example.com"))
    yield found
    subprocess.run(["gpgconf", "--homedir", home, "--kill", "all"], check=False)
    shutil.rmtree(home, ignore_errors=True)


WriteChart = Callable[..., Chart]


def write_files(directory: Path, files: Mapping[str, str | bytes]) -> None:
    for path, content in files.items():
        file = directory / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())


@pytest.fixture
def write_chart(tmp_path: Path) -> WriteChart:
    """Write files as a chart's folder and load it; a missing Chart.yaml is filled in."""

    def write(files: Mapping[str, str | bytes] = {}, name: str = "c") -> Chart:
        write_files(tmp_path / name, {"Chart.yaml": CHART_YAML, **files})
        return load(str(tmp_path / name))

    return write


@pytest.fixture
def packed(write_chart: WriteChart) -> Package:
    """Give a small chart, packed."""
    return package(write_chart({"Chart.yaml": pushing.CHART_YAML}, "demo"), time=1_700_000_000)


@pytest.fixture
def place(registry: Registry) -> str:
    """Give a path in the registry that nobody else uses."""
    return registry.reference(f"charts/{uuid.uuid4().hex}")


@pytest.fixture(autouse=True)
def _no_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GNUPGHOME", raising=False)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    os.environ.pop("GPG_TTY", None)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a project with its chart."""
    return make_project(tmp_path)


@pytest.fixture
def baseline(folder: Path) -> Chart:
    """Give the chart of the project as it is before anything changes it."""
    return chart_as_it_is(folder)
