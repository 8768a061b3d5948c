"""The chart, with the values that come nearest, against the manifest that Google documents for GKE."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from chartgen.core import yaml
from chartgen.kubernetes import store
from tests.chart import parity_compare as parity
from tests.chart.conftest import CHART, RenderScenario, objects_of

PARITY = Path(__file__).parent / "parity"
FILES = ("gke-multus.yaml", "nad.yaml")

CLASSES = {"label", "annotation", "name", "namespace", "form"}
"""Reasons other than a defect: `form` is another way to write what the reader takes for the same."""
DEFECTS = {f"S{number}" for number in range(1, 24)}
_VERSIONS = re.compile(r"(helm\.sh/chart|app\.kubernetes\.io/version): \S+")
FIXED = {"S2", "S4", "S6", "S7", "S8", "S15", "S17", "S18", "S20", "S21", "S22"}


@pytest.fixture(scope="module")
def table() -> dict[str, Any]:
    return yaml.load((PARITY / "deviations.yaml").read_text(), file="").value


@pytest.fixture(scope="module")
def reference() -> list[dict[str, Any]]:
    return [obj for file in FILES for obj in objects_of((PARITY / "reference" / file).read_text("utf-8"))]


@pytest.fixture(scope="module")
def rendered_reference(render_scenario: RenderScenario) -> list[dict[str, Any]]:
    [scenario] = (CHART / "ci").glob("*-gke-reference-values.yaml")
    # The table would change with every release otherwise.
    stream = _VERSIONS.sub(r"\1: (version)", render_scenario(scenario, store.newest()))
    return objects_of(stream)


@pytest.fixture(scope="module")
def found(reference, rendered_reference, table) -> list[parity.Deviation]:
    mapping = {entry["reference"]: entry["rendered"] for entry in table["objects"]}
    assert len(mapping) == len(table["objects"])
    return parity.deviations(reference, rendered_reference, mapping)


def test_every_deviation_from_the_reference_is_listed(found, table):
    new = parity.unlisted(found, table["deviations"])
    assert not new, f"{len(new)} deviations are not in parity/deviations.yaml:\n{parity.paste_ready(new)}"


def test_every_listed_deviation_occurs_with_these_values(found, table):
    gone = parity.gone(found, table["deviations"])
    assert not gone, "parity/deviations.yaml lists what does not occur:\n" + "\n".join(gone)


def test_every_entry_is_one_place_with_a_reason_and_a_class(table):
    places = set()
    for entry in table["deviations"]:
        assert set(entry) == {"object", "path", "reference", "rendered", "class", "reason"}
        assert len(entry["reason"]) > 10, entry
        assert entry["class"] in CLASSES | DEFECTS, entry
        places.add((entry["object"], entry["path"]))
    assert len(places) == len(table["deviations"])


def test_every_defect_that_the_chart_fixes_shows(table):
    by_entry = {entry["class"] for entry in table["deviations"]}
    by_test = table["elsewhere"]
    assert by_entry | set(by_test) >= FIXED
    assert not by_entry & set(by_test)
    assert all(callable(globals().get(test)) for test in by_test.values())


def test_a_range_is_text_in_json_however_the_reference_prints_it(reference, rendered_reference):
    """The defect S2: the field comparison cannot show it, its reference has the quotes already."""
    for objects in (reference, rendered_reference):
        [config] = [obj["spec"]["config"] for obj in objects if obj["kind"] == "NetworkAttachmentDefinition"]
        assert json.loads(config)["plugins"][0]["ipam"]["range"] == "172.16.1.0/24"
        with pytest.raises(ValueError, match="delimiter"):
            json.loads(re.sub(r'"(172\.16\.1\.0/24)"', r"\1", config))


def test_by_default_multus_is_given_a_cni_version_and_global_namespaces(render_scenario):
    """The defects S17 and, in part, S18: the scenario's values turn this off, as the reference has it."""
    [scenario] = (CHART / "ci").glob("*-one-network-values.yaml")
    [text] = [
        obj["data"]["cni-conf.json"]
        for obj in objects_of(render_scenario(scenario, store.newest()))
        if obj["kind"] == "ConfigMap"
    ]
    config = json.loads(text)
    assert config["cniVersion"] == "0.3.1"
    assert config["globalNamespaces"] == "default"


def test_the_reference_has_all_objects_and_no_descriptions(reference):
    assert [parity.identity(obj) for obj in reference] == [
        "CustomResourceDefinition/ippools.whereabouts.cni.cncf.io",
        "CustomResourceDefinition/overlappingrangeipreservations.whereabouts.cni.cncf.io",
        "ConfigMap/kube-system/multus-cni-config",
        "CustomResourceDefinition/network-attachment-definitions.k8s.cni.cncf.io",
        "ClusterRole/multus-role",
        "ClusterRole/whereabouts",
        "ClusterRoleBinding/multus-role-binding",
        "ClusterRoleBinding/whereabouts-role-binding",
        "ServiceAccount/kube-system/whereabouts-sa",
        "DaemonSet/kube-system/gke-multinet",
        "NetworkAttachmentDefinition/my-nad",
    ]
    assert [parity.without_descriptions(obj) for obj in reference] == reference
