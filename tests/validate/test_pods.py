"""Pods that ask for networks, wherever their template stands."""

import json
import time
from typing import Any

import pytest

from chartgen.cni.annotation import DEFAULT_NETWORK, GKE_INTERFACES, NETWORKS, STATUS
from chartgen.cni.libcni import LONGEST_NAME
from chartgen.cni.nad import check as nad_check
from chartgen.cni.versions import Versions
from chartgen.core.finding import Severity
from chartgen.validate.manifest_file import read_manifests
from chartgen.validate.pods import Networks, findings
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
    assert found.location.object.partition("/")[0] == kind


@pytest.mark.parametrize("kind", ["Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob"])
@pytest.mark.parametrize("key", [NETWORKS, DEFAULT_NETWORK])
def test_the_annotation_of_a_controller_itself_asks_for_nothing(kind, key):
    value = json.loads(manifest({"spec": {}}, kind))
    value["metadata"] = {"name": "x", "annotations": {key: "A"}}
    [found] = check_manifests(json.dumps(value))
    assert (found.rule, found.severity) == ("annotation-place", Severity.WARNING)
    template = "spec.jobTemplate.spec.template" if kind == "CronJob" else "spec.template"
    assert found.hint == f"move it to {template}.metadata.annotations"


def test_what_its_pods_have_too_or_a_custom_object_means_otherwise_is_no_mistake():
    value = json.loads(manifest(pod("data"), "Deployment"))
    value["metadata"] = {"annotations": {NETWORKS: "data"}}
    assert check_manifests(json.dumps(value)) == []
    value["kind"] = "VirtualMachine"
    del value["spec"]["template"]["metadata"]
    assert check_manifests(json.dumps(value)) == []
    for odd in (
        {"kind": "Deployment"},
        {"kind": "Job", "spec": {"template": {}}, "metadata": {"annotations": [7]}},
    ):
        assert check_manifests(json.dumps(odd)) == []


@pytest.mark.parametrize(
    ("key", "near"),
    [
        ("k8s.v1.cni.cncf.io/network", NETWORKS),
        ("k8s.v1.cni.cncf.io/Networks", NETWORKS),
        ("k8s.v1.cncf.io/networks", NETWORKS),
        ("k8s.cni.cncf.io/networks", NETWORKS),
        ("v1.multus-cni.io/default-networks", DEFAULT_NETWORK),
        (STATUS, None),
        ("k8s.v1.cni.cncf.io/networks-status", None),
        ("k8s.v1.cni.cncf.io/resourceName", None),
        ("k8s.v1.cni.cncf.io/policy-for", None),
        ("networking.gke.io/interfaces", None),
        ("example.com/networks", None),
        ("cni" * 300, None),
    ],
)
def test_keys_that_are_nearly_those_that_multus_reads(key, near):
    found = [
        each for each in check_manifests(manifest(pod("data", key=key))) if each.rule == "annotation-key"
    ]
    assert [(each.severity, each.hint) for each in found] == (
        [(Severity.WARNING, f"did you mean {near!r}?")] if near else []
    )


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
                    "warning annotation-ips-unreserved: k8s.v1.cni.cncf.io/networks [0].ips[0]: the pod gets 10.0.0.9/24 beside "
                    "an address of the pool, and nobody reserves it"
                )
            ],
        ),
        (
            '[{"name": "data", "mac": "02:00:00:00:00:01"}]',
            [
                (
                    "warning annotation-mac-ignored: k8s.v1.cni.cncf.io/networks [0].mac: ipvlan ignores mac: all interfaces "
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


def test_a_problem_of_one_network_hides_none_of_another():
    found = told('[{"name": "data", "mac": "x"}, {"name": "data", "ips": ["10.0.0.9"]}]', networks=GOOD)
    assert [line.split()[1] for line in found] == ["annotation-ips:", "annotation-mac:"]


def test_the_address_that_the_pool_gives_is_there_already():
    found = told('[{"name": "data", "ips": ["10.0.0.1/24"]}]', networks=GOOD)
    assert any(line.startswith("error whereabouts-same-range") for line in found)


def test_an_address_that_cannot_be_read_leaves_the_others_unjudged():
    found = told('[{"name": "data", "ips": ["10.0.0.1/24", "10.0.0.9"]}]', networks=GOOD)
    assert any("10.0.0.9 has no prefix" in line for line in found)
    assert not any("same-range" in line for line in found)


@pytest.mark.parametrize(
    ("types", "is_ignored"),
    [(["ipvlan"], True), (["ipvlan", "tuning"], True), (["macvlan", "ipvlan"], False)],
)
def test_the_first_plugin_decides_on_the_hardware_address(types, is_ignored):
    plugins = [{"type": each, "master": "eth1", "ipam": {"type": "static"}} for each in types]
    networks = nad("data", json.dumps({"cniVersion": "0.3.1", "plugins": plugins}))
    found = told('[{"name": "data", "mac": "02:00:00:00:00:01"}]', networks=networks)
    assert any("annotation-mac-ignored" in line for line in found) == is_ignored


@pytest.mark.parametrize(("length", "is_too_long"), [(LONGEST_NAME - 11, False), (LONGEST_NAME - 10, True)])
def test_network_and_interface_fit_into_the_name_of_a_file(length, is_too_long):
    whole = {"name": "n" * length, **json.loads(config(range="10.0.0.0/24"))}
    found = told(
        '[{"name": "data", "interface": "interface-of-15"}]', networks=nad("data", json.dumps(whole))
    )
    assert any("too long together" in line for line in found) == is_too_long


def test_old_versions_take_one_address_of_a_family():
    old = nad("data", config(range="10.0.0.0/24").replace("0.3.1", "0.2.0"))
    found = told('[{"name": "data", "ips": ["10.0.0.8/24", "10.0.0.9/24"]}]', networks=old)
    assert any("takes one address of a family" in line for line in found)


def test_a_pod_on_the_network_of_its_node_gets_none():
    [line] = told("A!", spec={"hostNetwork": True})
    assert line.startswith("warning annotation-host-network")


@pytest.mark.parametrize("key", [NETWORKS, DEFAULT_NETWORK])
def test_gke_and_multus_on_one_pod(key):
    [line] = told("data", key=key, **{GKE_INTERFACES: "[]"})
    assert line.startswith(f"warning annotation-gke: {key}: stands beside")


def test_gke_beside_an_annotation_that_asks_for_nothing():
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


def test_where_many_networks_have_the_name_a_few_are_shown():
    networks = "---\n".join(GOOD.replace("name: data", f"name: data, namespace: n{at}") for at in range(7))
    found = [
        each
        for each in check_manifests(networks + "---\n" + manifest(pod("data")))
        if each.rule == "annotation-unknown-network"
    ]
    assert [each.hint for each in found] == ["it is there in n0, n1, n2, n3, n4 and 2 more"]


@pytest.mark.parametrize("asked", ["none", "x/n1"])
def test_a_pod_costs_the_same_however_many_networks_there_are(asked):
    attachment = nad_check(config(range="10.0.0.0/24"), "n", Versions())
    [one] = read_manifests(manifest(pod(asked)), file="m.json")

    def seconds(count: int) -> float:
        networks = Networks({(f"ns{at}", "n1"): attachment for at in range(count)})
        start = time.process_time()
        for _ in range(100):
            assert len(list(findings(one, networks, Versions()))) == 1
        return time.process_time() - start

    assert min(seconds(20_000) for _ in range(2)) < 5 * min(seconds(100) for _ in range(3))


def test_a_network_whose_configuration_is_a_file_of_the_node_is_there():
    other = GOOD.replace("name: data", "name: other").partition("spec:")[0] + "spec: {}\n"
    found = check_manifests("---\n".join((GOOD, other, manifest(pod("other")))))
    assert [each.rule for each in found] == ["nad-config-file"]


def test_without_networks_among_the_manifests_nobody_misses_one():
    assert told("anything") == []
