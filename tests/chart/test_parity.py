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
    objects = objects_of(stream)
    for obj in objects:
        for name in obj.get("data", {}):
            if name.endswith(".sh"):
                obj["data"][name] = f"(files/{name})"
    return objects


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
    assert not by_entry & set(by_test)
    assert not (by_entry | set(by_test)) & set(table["open"])
    assert (by_entry & DEFECTS | set(by_test) | set(table["open"])) == DEFECTS - {"S23"}
    assert all(callable(globals().get(test)) for test in by_test.values())


def test_a_range_is_text_in_json_however_the_reference_prints_it(reference, rendered_reference):
    """The defect S2: the field comparison cannot show it, its reference has the quotes already."""
    for objects in (reference, rendered_reference):
        [config] = [obj["spec"]["config"] for obj in objects if obj["kind"] == "NetworkAttachmentDefinition"]
        assert json.loads(config)["plugins"][0]["ipam"]["range"] == "172.16.1.0/24"
        with pytest.raises(ValueError, match="delimiter"):
            json.loads(re.sub(r'"(172\.16\.1\.0/24)"', r"\1", config))


@pytest.fixture(scope="module")
def default(render_scenario) -> dict[str, Any]:
    """Give the objects of the defaults with one network, by kind and the end of the name."""
    [scenario] = (CHART / "ci").glob("*-one-network-values.yaml")
    objects = objects_of(render_scenario(scenario, store.newest()))
    return {
        f"{obj['kind']}/{obj['metadata']['name'].split('multus-ipvlan')[-1].strip('-')}": obj
        for obj in objects
    }


def test_by_default_networks_of_the_namespace_default_are_for_every_pod(default):
    """The defect S18 in full: the scenario's values turn this off, as the reference has it."""
    config = json.loads(default["ConfigMap/multus"]["data"]["cni-conf.json"])
    assert config["globalNamespaces"] == "default"


def test_by_default_only_errors_are_logged_and_to_no_file(default):
    config = json.loads(default["ConfigMap/multus"]["data"]["cni-conf.json"])
    assert config["logLevel"] == "error"
    assert "logFile" not in config
    assert json.loads(default["ConfigMap/whereabouts"]["data"]["whereabouts.conf"])["log_level"] == "error"
    assert "--log-level=error" in container(default["DaemonSet/"], "whereabouts-gc")["args"]


def test_by_default_addresses_are_freed_every_quarter_of_an_hour(default):
    assert "--cron-schedule=*/15 * * * *" in container(default["DaemonSet/"], "whereabouts-gc")["args"]


def test_the_kubelets_file_is_mounted_where_somebody_looks_at_it(default):
    for name in ("activate", "agent"):
        found = container(default["DaemonSet/"], name)
        [mount] = [one for one in found["volumeMounts"] if one["name"] == "kubelet-credentials"]
        assert mount["readOnly"]
        assert {"name": "KUBELET_KUBECONFIG", "value": mount["mountPath"]} in found["env"]


@pytest.mark.parametrize("platform", ["generic", "k3s", "rke2", "microk8s", "eks", "talos"])
def test_other_platforms_get_nothing_of_googles_builds(platform: str, render_values):
    stream = render_values([f'platform="{platform}"']).stream
    for word in ("gkecmd", "--cron-schedule", "--enable-pod-watch", "--multus-conf-file", "gcr.io", "gke-"):
        assert word not in stream.replace("4.2.1-gke", "")


def container(daemonset: dict[str, Any], name: str) -> dict[str, Any]:
    pod = daemonset["spec"]["template"]["spec"]
    [found] = [one for one in (*pod["initContainers"], *pod["containers"]) if one["name"] == name]
    return found


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
