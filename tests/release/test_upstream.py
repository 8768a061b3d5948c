"""Newer manifests of GKE: what is adopted, what a person has to look at."""

import json
from pathlib import Path

import pytest

from chartgen.core.errors import InputError
from chartgen.model import catalogue
from chartgen.model.definition import Image
from chartgen.model.definition_file import read_definition
from chartgen.model.record import MAX_BYTES
from chartgen.release.proposal import Project, crds_of
from chartgen.release.upstream import read_upstream
from chartgen.validate.manifest_file import read_manifests
from tests.release import manifests

ROOT = Path(__file__).resolve().parents[2]
DIGEST = "sha256:" + "1" * 64


@pytest.fixture(scope="module")
def project():
    path = ROOT / "chartgen.yaml"
    return Project(path, read_definition(path), catalogue.load())


@pytest.fixture(scope="module")
def crds(project):
    return list(crds_of(project.chart(project.definition)).values())


@pytest.fixture
def read(project, crds):
    def run(objects, takes=lambda _one, _other: True):
        found = read_manifests(manifests.text(objects), file="new.yaml")
        return read_upstream(found, project.definition, crds, takes, folder=ROOT)

    return run


def test_the_manifest_of_the_model_has_no_items(read):
    found = read(manifests.objects())
    assert (found.profile, found.items) == ("gke", ())
    assert found.images["multus"].tag == "v4.2.1-gke.6"
    assert found.record.content == (ROOT / "schemas/upstream/gke.json").read_bytes()


def test_images_are_adopted(read):
    objects = manifests.with_images(
        manifests.objects(),
        multus=f"gcr.io/gke-release/multus-cni:v4.2.1-gke.7@{DIGEST}",
        whereabouts="gcr.io/gke-release/whereabouts:v0.7.0-gke.4",
    )
    found = read(objects)
    assert found.items == ()
    assert found.images == {
        "multus": Image("gcr.io/gke-release/multus-cni", "v4.2.1-gke.7", DIGEST),
        "whereabouts": Image("gcr.io/gke-release/whereabouts", "v0.7.0-gke.4"),
    }


def _names(found):
    return [(item.name, item.component) for item in found.items]


POD = "DaemonSet/gke-multinet"


@pytest.mark.parametrize(
    ("change", "items"),
    [
        (
            lambda found: manifests.containers(found)["whereabouts-gc"]["args"].append("--new=1"),
            [(f"{POD}/containers/whereabouts-gc/args/--new", "whereabouts")],
        ),
        (
            lambda found: manifests.containers(found)["install-binary"]["env"].append({"name": "A", "value": "b"})
            if "env" in manifests.containers(found)["install-binary"]
            else manifests.containers(found)["install-binary"].update(env=[{"name": "A", "value": "b"}]),
            [(f"{POD}/initContainers/install-binary/env", "multus")],
        ),
        (
            lambda found: manifests.containers(found)["install-binary"]["volumeMounts"][0].update(mountPath="/host/bin"),
            [
                (f"{POD}/initContainers/install-binary/volumeMounts//host/bin", "multus"),
                (f"{POD}/initContainers/install-binary/volumeMounts//host/opt/cni/bin", "multus"),
            ],
        ),
        (
            lambda found: manifests.containers(found)["install-binary"]["resources"]["limits"].update(memory="200Mi"),
            [(f"{POD}/initContainers/install-binary/resources/limits/memory", "multus")],
        ),
        (
            lambda found: next(each for each in found if each["metadata"]["name"] == "whereabouts")["rules"].append(
                {"apiGroups": [""], "resources": ["nodes"], "verbs": ["get"]}
            ),
            [("ClusterRole/whereabouts/rules/core/nodes", "whereabouts")],
        ),
        (
            lambda found: next(each for each in found if each["kind"] == "ConfigMap")["data"].update(
                {"cni-conf.json": json.dumps({"name": "multus-cni-network", "type": "multus", "confDir": "/etc/cni/net.d", "namespaceIsolation": True, "logLevel": "debug", "logFile": "/var/log/multus.log", "kubeconfig": "/var/lib/kubelet/kubeconfig", "clusterNetwork": "gke-pod-network"})}
            ),
            [("ConfigMap/multus-cni-config/data/cni-conf.json/logLevel", "multus")],
        ),
        (
            lambda found: found.append({"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "ip-reconciler"}, "spec": {"template": {"spec": {"containers": [{"name": "r", "image": "gcr.io/gke-release/whereabouts:v0.7.0-gke.3@sha256:2bb8450a99d86c73b262f5ccd8c433d3e3abf17d36ee5c3bf1056a1fe479e8c2"}]}}}}),
            [("Deployment/ip-reconciler", "whereabouts")],
        ),
        (
            lambda found: found.remove(next(each for each in found if each["kind"] == "ServiceAccount")),
            [("ServiceAccount/whereabouts-sa", "whereabouts")],
        ),
        (
            lambda found: manifests.daemonset(found)["metadata"].update(name="gke-multinet-v2"),
            [("DaemonSet/gke-multinet/name", "multus, whereabouts")],
        ),
        (
            lambda found: found.append({"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": {"name": "nodeslicepools.whereabouts.cni.cncf.io"}, "spec": {"group": "whereabouts.cni.cncf.io"}}),
            [("CustomResourceDefinition/nodeslicepools.whereabouts.cni.cncf.io", "whereabouts")],
        ),
    ],
)  # fmt: skip
def test_structure_that_nothing_adopts_is_an_item(read, change, items):
    objects = manifests.objects()
    change(objects)
    assert _names(read(objects)) == items


def _crd(objects):
    return next(each for each in objects if each["metadata"]["name"].startswith("ippools."))


def _with_changed_crd():
    objects = manifests.objects()
    _crd(objects)["spec"]["names"]["shortNames"] = ["pool"]
    return objects, _crd(objects)["metadata"]["name"]


def test_crds_are_compared_only_when_they_changed(read):
    found = read(manifests.objects(), takes=lambda _one, _other: False)
    assert (found.items, found.record.crds) == ((), {})


def test_crds_that_ours_take_are_no_items(read):
    objects, _ = _with_changed_crd()
    found = read(objects, takes=lambda one, _other: "chartgen/source" in str(one))
    assert (found.items, found.record.crds) == ((), {})


def test_crds_that_take_ours_are_adopted(read):
    objects, name = _with_changed_crd()
    found = read(objects, takes=lambda one, _other: "chartgen/source" not in str(one))
    assert found.items == ()
    assert list(found.record.crds) == [name]
    assert found.record.crds[name]["spec"]["names"]["shortNames"] == ["pool"]


def test_crds_that_neither_take_are_items(read):
    objects, name = _with_changed_crd()
    found = read(objects, takes=lambda _one, _other: False)
    assert _names(found) == [(f"CustomResourceDefinition/{name}/names/shortNames", "whereabouts")]


@pytest.mark.parametrize(
    "change",
    [
        lambda spec: spec.pop("versions"),
        lambda spec: spec.update(versions=[]),
        lambda spec: spec.update(versions=["v1alpha1"]),
        lambda spec: spec["versions"][0].update(schema="x"),
        lambda spec: spec["versions"][0]["schema"]["openAPIV3Schema"].update(properties="x"),
    ],
)
def test_crds_that_no_api_server_takes_are_items(read, change):
    objects = manifests.objects()
    change(_crd(objects)["spec"])
    found = read(objects, takes=lambda _one, _other: True)
    assert found.record.crds == {}
    assert found.items


@pytest.mark.parametrize("containers", [5, True, "abc", {"a": {"name": "x"}}])
def test_containers_that_are_none_are_items(read, containers):
    objects = manifests.objects()
    manifests.daemonset(objects)["spec"]["template"]["spec"]["containers"] = containers
    assert f"{POD}/containers" in [item.name for item in read(objects).items]


def test_a_manifest_that_is_too_large_to_keep_is_refused(read):
    objects = manifests.objects()
    next(each for each in objects if each["kind"] == "ConfigMap")["data"]["x"] = "x" * MAX_BYTES
    with pytest.raises(InputError, match="too large to keep"):
        read(objects)


def test_two_images_of_one_component_are_refused(read):
    objects = manifests.objects()
    manifests.containers(objects)["install-binary"]["image"] = "gcr.io/gke-release/multus-cni:v4.2.2-gke.1"
    with pytest.raises(InputError, match="two images of multus"):
        read(objects)


def test_an_image_without_tag_and_digest_is_refused_with_its_place(read):
    objects = manifests.with_images(manifests.objects(), multus="gcr.io/gke-release/multus-cni")
    with pytest.raises(InputError) as caught:
        read(objects)
    assert "the image of multus, gcr.io/gke-release/multus-cni, has neither tag nor digest" in str(
        caught.value
    )
    assert str(caught.value).startswith("new.yaml:")


@pytest.mark.parametrize("objects", [[], [{"kind": "ConfigMap", "metadata": {"name": "x"}}]])
def test_a_manifest_of_other_images_is_refused(read, objects):
    with pytest.raises(InputError, match="no image of the manifest belongs to a profile"):
        read(objects)


def test_crds_that_say_the_same_in_other_words_are_not_adopted(read):
    objects, _ = _with_changed_crd()
    found = read(objects, takes=lambda _one, _other: True)
    assert (found.items, found.record.crds) == ((), {})


def test_the_profile_is_that_of_the_images(read):
    image = "ghcr.io/k8snetworkplumbingwg/{}:v9.9.9"
    objects = manifests.with_images(
        manifests.objects(), multus=image.format("multus-cni"), whereabouts=image.format("whereabouts")
    )
    # kubectl is the same image in all profiles.
    manifests.daemonset(objects)["spec"]["template"]["spec"]["containers"].append(
        {"name": "kubectl", "image": "registry.k8s.io/kubectl:v1.36.3"}
    )
    found = read(objects)
    assert found.profile == "upstream"
    assert set(found.images) == {"multus", "whereabouts", "kubectl"}
