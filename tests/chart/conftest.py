"""Each scenario of `charts/multus-ipvlan/ci`, rendered once by the embedded engine."""

import contextlib
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from chartgen.chart.reference import load
from chartgen.chart.values import Options, collect
from chartgen.core import yaml
from chartgen.kubernetes import store
from chartgen.render.engine import Engine, Release, Rendered
from chartgen.render.scenario import Scenarios, Target
from chartgen.render.select import select

CHART = Path(__file__).resolve().parents[2] / "charts/multus-ipvlan"
SCENARIOS = sorted(file.name.removesuffix("-values.yaml") for file in CHART.glob("ci/*-values.yaml"))
# The reference installs into this namespace.
NAMESPACES = {"02-gke-reference": "kube-system"}


def release_of(scenario: str) -> Release:
    return Release(namespace=NAMESPACES.get(scenario, "default"))


@pytest.fixture(scope="session")
def chart() -> Path:
    """Give the directory of the chart."""
    return CHART


@pytest.fixture(scope="session", params=SCENARIOS)
def scenario(request: pytest.FixtureRequest) -> str:
    """Each scenario's name, such as `01-one-network`."""
    return request.param


@pytest.fixture(scope="session")
def values_file() -> Callable[[str], Path]:
    return lambda scenario: CHART / "ci" / f"{scenario}-values.yaml"


@pytest.fixture(scope="session", name="release_of")
def _release_of() -> Callable[[str], Release]:
    return release_of


@pytest.fixture(scope="session")
def sdk() -> Iterator[Engine]:
    with contextlib.closing(select("embedded")) as engine:
        yield engine


@pytest.fixture(scope="session")
def render(sdk: Engine) -> Callable[..., Rendered]:
    """Render a scenario with its CRDs for one Kubernetes version, the newest unless told."""
    loaded = load(str(CHART))

    @cache
    def rendered(scenario: str, kube_version: str = store.newest()) -> Rendered:
        target = Target(release_of(scenario), kube_version, include_crds=True)
        values = collect(Options([str(CHART / "ci" / f"{scenario}-values.yaml")]))
        return Scenarios(sdk, loaded, target).render(values)

    return rendered


@pytest.fixture(scope="session")
def render_set(sdk: Engine) -> Callable[[Sequence[str]], Rendered]:
    """Render the chart with arguments as for `--set-json`."""
    scenarios = Scenarios(sdk, load(str(CHART)), Target(Release(), store.newest()))
    return lambda arguments: scenarios.render(collect(Options(set_json=arguments)))


@pytest.fixture(scope="session")
def objects_of(render: Callable[..., Rendered]) -> Callable[..., list[dict[str, Any]]]:
    """Give the objects of a scenario, CRDs and hooks among them."""

    def objects(scenario: str, *kube_version: str) -> list[dict[str, Any]]:
        documents = yaml.load_all(render(scenario, *kube_version).stream, file=scenario)
        return [document.value for document in documents if document.value is not None]

    return objects
