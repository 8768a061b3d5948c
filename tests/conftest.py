"""Fixtures that several packages share."""

import os
import shutil
import signal
from pathlib import Path

import pytest

from tests.registry.servers import (  # noqa: F401 -- fixtures
    authority,
    htpasswd_registry,
    registry,
    tls_registry,
    token_registry,
)

ROOT = Path(__file__).resolve().parent.parent

# A shell has what it starts in the background pass over Ctrl-C, which some tests press.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

HELM_PROGRAMS = ("helm-3.17", "helm-3", "helm-4")


def find_tool(name: str) -> Path | None:
    """Look for a program of `make tools`, then on PATH."""
    built = ROOT / ".tools" / "bin" / name
    if built.is_file():
        return built
    found = shutil.which(name)
    return Path(found) if found else None


@pytest.fixture(scope="session", params=HELM_PROGRAMS)
def helm_program(request: pytest.FixtureRequest) -> Path:
    """Each Helm program of `make tools`, one after the other."""
    found = find_tool(request.param)
    if found is None:
        pytest.skip(f"{request.param} is absent: run `make tools`")
    return found


@pytest.fixture(scope="session")
def helm4() -> Path:
    """Give the newest Helm 4 of `make tools`."""
    found = find_tool("helm-4")
    if found is None:
        pytest.skip("helm-4 is absent: run `make tools`")
    return found


@pytest.fixture(scope="session")
def helm_programs() -> list[Path]:
    """All Helm programs of `make tools` that exist; skips when there is none."""
    found = [program for name in HELM_PROGRAMS if (program := find_tool(name))]
    if not found:
        pytest.skip("helm-3.17, helm-3 and helm-4 are absent: run `make tools`")
    return found


@pytest.fixture(scope="session")
def kubeconform_program() -> str:
    """Give the kubeconform of `make tools`."""
    found = find_tool("kubeconform")
    if found is None:
        pytest.skip("kubeconform is absent: run `make tools`")
    return str(found)


@pytest.fixture(autouse=True)
def _calm_helm(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep Helm programs away from the configuration of whoever runs the tests."""
    home = tmp_path_factory.getbasetemp() / "helm"
    for name in ("HELM_CACHE_HOME", "HELM_CONFIG_HOME", "HELM_DATA_HOME"):
        monkeypatch.setenv(name, str(home / name.lower()))
    for name in [name for name in os.environ if name.startswith("CHARTGEN_")]:
        monkeypatch.delenv(name)
