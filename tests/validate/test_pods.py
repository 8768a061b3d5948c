"""Pods that ask for networks, wherever their template stands."""

import json
from typing import Any

import pytest

from chartgen.cni.annotation import DEFAULT_NETWORK, GKE_INTERFACES, NETWORKS
from chartgen.core.finding import Severity
from tests.validate.conftest import brief, check_manifests
from tests.validate.test_manifests import config, nad

GOOD = nad("data", config(range="10.0.0.0/24"))


def pod(text: Any, *, key: str = NETWORKS, spec: dict[str, Any] | None = None, **more: str) -> dict[str, Any]:
    return {"metadata": {"name": "p", "annotations": {key: text, **more}}, "spec": spec or {}}


def manifest(template: dict[str, Any], kind: str = "Pod") -> str:
    nested = {
        "Pod": lambda: template,
        "PodTemplate": lambda: {"template": template},
        "CronJob": lambda: {"spec": {"jobTemplate": {"spec": {"template": template}}}},
    }
    body = nested.get(kind, lambda: {"spec": {"template": template}})()
    return json.dumps({"apiVersion": "x/v1", "kind": kind, **body}) + "\n"


@pytest.mark.parametrize(
    "kind",
    [
        "Pod",
        "PodTemplate",
        "CronJob",
        "Job",
        "Deployment",
        "DaemonSet",
        "StatefulSet",
        "ReplicaSet",
        "Rollout",
        "VirtualMachine",
    ],
)
def test_wherever_a_pod_is_described(kind):
    [found] = check_manifests(manifest(pod("a.b"), kind))
    assert (found.rule, found.severity) == ("annotation-syntax", Severity.ERROR)
    assert found.location.object.startswith(f"{kind}/default/")


def test_the_annotation_of_a_deployment_itself_asks_for_nothing():
    text = json.dumps({"kind": "Deployment", "metadata": {"annotations": {NETWORKS: "A"}}})
    assert check_manifests(text) == []


def told(text: Any, *, networks: str = "", **options: Any) -> list[str]:
    found = check_manifests(networks + "---\n" + manifest(pod(text, **options)))
    return [line.partition(" ")[2] for line in brief(found)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("data", []),
        ("", []),
        ("[]", []),
        ("data@net5, data@net6", []),
        (
            "data@x,data@x",
            [
                "error annotation-interface: k8s.v1.cni.cncf.io/networks [1]: the pod already has an interface x"
            ],
        ),
        (
            '[{"name": "data", "ips": ["10.0.0.9"]}]',
            [
                (
                    "error annotation-ips: k8s.v1.cni.cncf.io/networks [0].ips[0]: 10.0.0.9 has no prefix, and "
                    "Whereabouts takes nothing else"
                )
            ],
        ),
        (
            '[{"name": "data", "ips": ["10.0.0.9/24"]}]',
            [
                (
                    "warning annotation-ips: k8s.v1.cni.cncf.io/networks [0].ips[0]: the pod gets 10.0.0.9/24 beside "
                    "an address of the pool, and nobody reserves it"
                )
            ],
        ),
        (
            '[{"name": "data", "mac": "02:00:00:00:00:01"}]',
            [
                (
                    "warning annotation-mac: k8s.v1.cni.cncf.io/networks [0].mac: ipvlan ignores mac: all interfaces "
                    "on a parent have that of the parent"
                )
            ],
        ),
        (
            "other/data",
            [
                "info annotation-unknown-network: k8s.v1.cni.cncf.io/networks [0]: no network other/data among the manifests"
            ],
        ),
        (
            "[null]",
            [
                "error annotation-json: k8s.v1.cni.cncf.io/networks: a network is null, on which Multus crashes"
            ],
        ),
        (
            5,
            ["error annotation-type: k8s.v1.cni.cncf.io/networks: must be a text; the API server refuses it"],
        ),
    ],
)
def test_what_a_pod_asks_for(text, expected):
    assert [
        line.replace("networks [0]: a network is", "networks: a network is")
        for line in told(text, networks=GOOD)
    ] == expected


def test_the_address_that_the_pool_gives_is_there_already():
    found = told('[{"name": "data", "ips": ["10.0.0.1/24"]}]', networks=GOOD)
    assert any(line.startswith("error whereabouts-same-range") for line in found)


def test_old_versions_take_one_address_of_a_family():
    old = nad("data", config(range="10.0.0.0/24").replace("0.3.1", "0.2.0"))
    found = told('[{"name": "data", "ips": ["10.0.0.8/24", "10.0.0.9/24"]}]', networks=old)
    assert any("takes one address of a family" in line for line in found)


def test_a_pod_on_the_network_of_its_node_gets_none():
    [line] = told("A!", spec={"hostNetwork": True})
    assert line.startswith("warning annotation-host-network")


def test_gke_and_multus_on_one_pod():
    [line] = told("data", **{GKE_INTERFACES: "[]"})
    assert line.startswith("warning annotation-gke")
    assert told("", **{GKE_INTERFACES: "[]"}) == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a,b", "names more networks than one"),
        ("[]", "Multus crashes"),
        ("", "is empty"),
        ("A", "is no name"),
        ("a", None),
    ],
)
def test_another_default_network(text, problem):
    found = told(text, key=DEFAULT_NETWORK)
    assert [problem in line for line in found] == ([] if problem is None else [True])


def test_without_networks_among_the_manifests_nobody_misses_one():
    assert told("anything") == []
