"""Charts and engines for the tests of rendering."""

import contextlib
import subprocess
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from chartgen.chart.reference import Chart, load
from chartgen.render.embedded import EmbeddedEngine
from chartgen.render.engine import Engine, Request
from chartgen.render.helm_cli import HelmEngine
from chartgen.render.select import select

CHART_YAML = "apiVersion: v2\nname: c\nversion: 0.1.0\n"
ROOT = Path(__file__).resolve().parent.parent.parent
HELM_PROGRAMS = ("helm-3.17", "helm-3", "helm-4")

KUBE_VERSION = "1.37.0"

WriteChart = Callable[..., Chart]


def request_of(chart: Chart, changes: dict[str, Any]) -> Request:
    """Ask for a chart with its own values, but for what `changes` says."""
    return Request(**{"chart": chart, "values": {}, "kube_version": KUBE_VERSION, **changes})


@pytest.fixture
def write_chart(tmp_path: Path) -> WriteChart:
    """Write files as a chart directory and load it; a missing Chart.yaml is filled in."""

    def write(files: Mapping[str, str | bytes], name: str = "c") -> Chart:
        directory = tmp_path / name
        for path, content in {"Chart.yaml": CHART_YAML, **files}.items():
            file = directory / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return load(str(directory))

    return write


@pytest.fixture(scope="session")
def embedded() -> Iterator[EmbeddedEngine]:
    """Give one embedded engine for all tests, as a run has one for all scenarios."""
    with contextlib.closing(select("embedded")) as engine:
        assert isinstance(engine, EmbeddedEngine)
        yield engine


@pytest.fixture(params=["embedded", *HELM_PROGRAMS])
def engine(request: pytest.FixtureRequest, embedded: EmbeddedEngine) -> Engine:
    """Each engine, the programs of `make tools` among them."""
    if request.param == "embedded":
        return embedded
    program = ROOT / ".tools" / "bin" / request.param
    if not program.is_file():
        pytest.skip(f"{request.param} is absent: run `make tools`")
    return helm_engine(program)


@cache
def helm_engine(program: Path) -> HelmEngine:
    """Ask each program for its version once."""
    return HelmEngine(str(program))


@pytest.fixture
def helm_template(helm4: Path) -> Callable[..., str]:
    """Run the newest Helm on the chart's own directory, as a user would, and give what it prints."""

    def run(request: Request, *arguments: str) -> str:
        values = Path(request.chart.reference).parent / "values-of-the-user.yaml"
        values.write_text(yaml.safe_dump(request.values, allow_unicode=True))
        release = request.release
        argv: list[Any] = [helm4, "template", release.name, request.chart.reference, "-n", release.namespace]
        argv += ["--kube-version", request.kube_version, "-f", values, *arguments]
        for version in request.api_versions:
            argv += ["--api-versions", version]
        argv += ["--include-crds"] * request.include_crds + ["--is-upgrade"] * release.is_upgrade
        done = subprocess.run(argv, capture_output=True, check=False, timeout=60)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode()

    return run
