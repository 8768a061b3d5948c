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
from tests.chart.node_script import SHELLS, Node

CHART = Path(__file__).resolve().parents[2] / "charts/multus-ipvlan"
SCENARIOS = sorted((CHART / "ci").glob("*-values.yaml"))

RenderScenario = Callable[[Path, str], str]
RenderValues = Callable[[Sequence[str]], Rendered]


def namespace_of(scenario: Path) -> str:
    """Give the namespace that a scenario is meant for; the reference's objects live in kube-system."""
    return "kube-system" if "gke-reference" in scenario.name else "default"


def objects_of(text: str) -> list[dict[str, Any]]:
    """Read the objects of a stream as Helm would."""
    documents = yaml.load_all(text, file="stream")
    return [document.value for document in documents if document.value is not None]


@pytest.fixture(scope="session")
def sdk() -> Iterator[Engine]:
    with contextlib.closing(select("embedded")) as engine:
        yield engine


@pytest.fixture(scope="session")
def render_scenario(sdk: Engine) -> RenderScenario:
    """Give the stream, CRDs included, of a scenario for a Kubernetes version."""
    loaded = load(str(CHART))

    @cache
    def render(scenario: Path, kube_version: str) -> str:
        target = Target(Release(namespace=namespace_of(scenario)), kube_version, include_crds=True)
        return Scenarios(sdk, loaded, target).render(collect(Options([str(scenario)]))).stream

    return render


@pytest.fixture(scope="session")
def render_values(sdk: Engine) -> RenderValues:
    """Give what the chart renders with arguments as for `--set-json`."""
    scenarios = Scenarios(sdk, load(str(CHART)), Target(Release(), store.newest()))
    return lambda arguments: scenarios.render(collect(Options(set_json=arguments)))


@pytest.fixture(params=SHELLS)
def node(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Node]:
    """Give a node whose pods run their script in each shell."""
    node = Node(tmp_path, request.param)
    yield node
    node.stop()
