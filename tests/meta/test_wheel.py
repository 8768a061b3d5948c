"""The wheel works by itself: its data is inside, and its extras are optional."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import find_tool

ROOT = Path(__file__).resolve().parent.parent.parent

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", folder, ROOT],
        check=True,
        cwd=folder,
    )
    (found,) = folder.glob("chartgen-*.whl")
    return found


def test_the_wheel_holds_data_templates_and_licence(wheel: Path):
    names = zipfile.ZipFile(wheel).namelist()
    for wanted in (
        "chartgen/schemas/definition.schema.json",
        "chartgen/schemas/kubernetes/versions.json",
        "chartgen/generate/templates/daemonset/daemonset.yaml.j2",
        "chartgen/generate/definition/chartgen.yaml.j2",
        "chartgen/networks/gke.sh",
        "chartgen/py.typed",
    ):
        assert wanted in names
    assert [name for name in names if name.endswith("licenses/LICENSE")]
    assert [name for name in names if name.endswith("/.helmignore")]
    assert not [name for name in names if name.startswith("tests/")]


def test_without_extras_it_generates_and_renders_with_a_helm_program(wheel: Path, tmp_path: Path):
    helm = find_tool("helm-4")
    if helm is None:
        pytest.skip("helm-4 is absent: run `make tools`")
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "venv"], check=True)
    python = tmp_path / "venv/bin/python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", wheel], check=True)
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}

    def run(*argv: str) -> subprocess.CompletedProcess[str]:
        program = tmp_path / "venv/bin/chartgen"
        return subprocess.run(
            [program, *argv], cwd=tmp_path, capture_output=True, text=True, check=False, env=environment
        )

    assert run("init", "--name", "acme-net").returncode == 0
    assert run("generate").returncode == 0
    refused = run("render")
    assert refused.returncode == 4
    assert "pip install 'chartgen[helm]'" in refused.stderr
    rendered = run("--helm", str(helm), "render")
    assert rendered.returncode == 0, rendered.stderr
    assert "kind: DaemonSet" in rendered.stdout
    wrong = run("--helm", str(helm), "render", "--set", "multus.logLevl=x")
    assert wrong.returncode == 3
    assert "did you mean 'logLevel'?" in wrong.stderr
