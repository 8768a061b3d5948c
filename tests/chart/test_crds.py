from typing import Any

import pytest

from chartgen.core import yaml
from chartgen.kubernetes import store
from chartgen.kubernetes.crd import structure_digest
from chartgen.kubernetes.validator import Validator
from tests.chart.conftest import CHART

FILES = sorted((CHART / "crds").iterdir())
SOURCES = {
    "ippools.whereabouts.cni.cncf.io": "whereabouts v0.9.4",
    "network-attachment-definitions.k8s.cni.cncf.io": "multus v4.3.0",
    "overlappingrangeipreservations.whereabouts.cni.cncf.io": "whereabouts v0.9.4",
}


@pytest.fixture(params=FILES, ids=lambda file: file.stem)
def crd(request: pytest.FixtureRequest) -> dict[str, Any]:
    """Each CRD of the chart; a file holds one."""
    [document] = yaml.load_all(request.param.read_bytes(), file=str(request.param))
    return document.value


def test_these_crds_are_in_the_chart():
    assert {yaml.load(file.read_text(), file="").value["metadata"]["name"] for file in FILES} == set(SOURCES)


def test_a_crd_says_its_source_and_its_true_structure(crd: dict[str, Any]):
    assert crd["metadata"]["annotations"] == {
        "chartgen/source": SOURCES[crd["metadata"]["name"]],
        "chartgen/structure": structure_digest(crd),
    }


def test_a_crd_has_no_status(crd: dict[str, Any]):
    assert "status" not in crd


def test_a_crd_is_named_after_plural_and_group(crd: dict[str, Any]):
    spec = crd["spec"]
    assert crd["metadata"]["name"] == f"{spec['names']['plural']}.{spec['group']}"
    assert [version["storage"] for version in spec["versions"]] == [True]


@pytest.mark.parametrize("kube_version", ["1.28.0", store.newest()])
def test_a_crd_is_valid(crd: dict[str, Any], kube_version: str):
    assert Validator(kube_version).check(crd) == []
