"""The settings of the script for GKE: what is right, what is wrong, and the values that match."""

import dataclasses
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chartgen.core import yaml
from chartgen.networks.gke import Settings, problems, values

GOOD = Settings(project="my-project", location="us-central1-a", cluster="demo")


def changed(**changes):
    return dataclasses.replace(GOOD, **changes)


def wrong(**changes):
    return [problem.setting for problem in problems(changed(**changes))]


def test_the_examples_of_the_walk_through_are_right():
    assert problems(GOOD) == []


@pytest.mark.parametrize(
    ("setting", "text"),
    [
        *(("project", text) for text in ("example.com:my-project", "p12345")),
        *(
            ("location", text)
            for text in ("europe-west12", "us-central1", "northamerica-northeast1-b", "us-central1-ai1a")
        ),
        *(
            ("cluster_version", text)
            for text in ("", "latest", "1.28", "1.30.5", "1.33.5-gke.1162000", "2.0", "1.100")
        ),
        *(("vpc", text) for text in ("a", "a" * 63)),
        *(("cluster", text) for text in ("c" * 40,)),
        *(("secondary_range", text) for text in ("100.64.0.0/16", "192.168.0.0/24", "240.0.0.0/8")),
        *(("max_pods_per_node", number) for number in (8, 64)),
        *(("master", text) for text in ("ens5", "eth1")),
        *(("namespaces", spaces) for spaces in (("a", "b"),)),
    ],
)
def test_right(setting, text):
    assert problems(changed(**{setting: text})) == []


HOSTILE = [
    "",
    "-x",
    "--flags-file=x",
    "a b",
    "a\n",
    "$(touch x)",
    "`x`",
    "a'b",
    'a"b',
    "a;b",
    "a,b=c",
    "é",
    "A",
    "a" * 64,
]


NAMES = [
    "project",
    "location",
    "cluster",
    "cluster_network",
    "cluster_subnet",
    "vpc",
    "subnet",
    "secondary_range_name",
    "node_pool",
    "machine_type",
    "network",
]


@pytest.mark.parametrize("setting", NAMES)
@pytest.mark.parametrize("text", HOSTILE)
def test_no_name(setting, text):
    assert setting in wrong(**{setting: text})


@pytest.mark.parametrize(
    ("setting", "text"),
    [
        *(("project", text) for text in ("short", "1project", "project-", "p" * 31)),
        *(
            ("location", text)
            for text in ("us", "us-central", "us-central1-", "us-central1-ab", "US-CENTRAL1")
        ),
        *(
            ("cluster_version", text)
            for text in ("1.27", "1.27.9-gke.1", "1", "v1.30", "1.30-gke.1", "stable")
        ),
        *(("cluster", text) for text in ("c" * 41, "1c", "c-")),
        *(("node_pool", text) for text in ("c" * 41,)),
        *(("vpc", text) for text in ("default",)),
        *(("network", text) for text in ("gke-pod-network", "multus-cni-network", "a.b")),
        *(("master", text) for text in ("", "eth0", "eth2", "lo", "eth 1", "a" * 16)),
        *(("namespaces", spaces) for spaces in ((), ("a", "a"), ("A",), ("a" * 64,))),
        *(("node_count", number) for number in (0, -1, 1001)),
        *(("max_pods_per_node", number) for number in (7, 257)),
        *(
            (setting, text)
            for setting in ("primary_range", "secondary_range", "cluster_pod_range", "cluster_service_range")
            for text in (
                "10.200.0.1/24",
                "10.0.0.0",
                "10.0.0.0/255.0.0.0",
                "fd00::/64",
                "8.8.8.0/24",
                "172.16.0.0/11",
                "10.200.0.0/30",
                "x",
                "010.0.0.0/8",
            )
        ),
    ],
)
def test_wrong(setting, text):
    assert setting in wrong(**{setting: text})


def test_each_problem_says_what_to_do():
    for problem in problems(
        Settings(project="", location="", cluster="", network="", secondary_range="x", node_count=0)
    ):
        assert problem.message
        assert problem.hint


def test_everything_is_found_at_once():
    assert wrong(project="", vpc="A", primary_range="1.1.1.1/24", secondary_range="x", node_count=0) == [
        "project",
        "vpc",
        "primary_range",
        "primary_range",
        "secondary_range",
        "node_count",
    ]


def test_ranges_overlap():
    (problem,) = problems(changed(primary_range="172.16.0.0/16"))
    assert problem.message == "172.16.1.0/24 overlaps 172.16.0.0/16, the primary range"
    assert wrong(cluster_pod_range="10.0.0.0/14") == ["primary_range"]
    assert wrong(cluster_pod_range="10.4.0.0/14", cluster_service_range="10.4.16.0/20") == [
        "cluster_service_range"
    ]


@pytest.mark.parametrize(
    ("pods", "per_node"),
    [(8, 16), (9, 32), (16, 32), (17, 64), (64, 128), (110, 256), (129, 512), (256, 512)],
)
def test_the_addresses_of_a_node(pods, per_node):
    assert changed(max_pods_per_node=pods).addresses_per_node == per_node


def test_the_nodes_must_fit_into_the_secondary_range():
    assert problems(changed(node_count=16)) == []
    (problem,) = problems(changed(node_count=17))
    assert (
        problem.message
        == "172.16.1.0/24 is too small for 17 nodes, which need 16 addresses each: twice the pods, as a power of two"
    )
    assert problem.hint.startswith("use /23 ")
    assert problems(changed(node_count=17, secondary_range="172.16.0.0/23")) == []


def test_a_region_has_the_nodes_three_times():
    assert problems(changed(location="us-central1", node_count=5)) == []
    assert wrong(location="us-central1", node_count=6) == ["secondary_range"]


def test_the_nodes_must_fit_into_the_primary_range():
    assert problems(changed(primary_range="10.0.1.0/29", node_count=4)) == []
    (problem,) = problems(changed(primary_range="10.0.1.0/29", node_count=5))
    assert (problem.setting, problem.hint) == ("primary_range", "use /28 or larger, or fewer nodes")


def test_the_values_are_those_of_the_settings():
    text = values(changed(network="1e3", namespaces=("on", "b"), secondary_range="10.9.0.0/16"))
    assert yaml.load(text, file="x").value["networks"] == {
        "1e3": {"namespaces": ["on", "b"], "master": "eth1", "range": "10.9.0.0/16", "test": True}
    }


@settings(max_examples=200, deadline=None)
@given(st.text(), st.sampled_from(NAMES))
def test_only_plain_names_are_accepted(text, setting):
    assert setting in wrong(**{setting: text}) or re.fullmatch("[a-z0-9:.-]+", text)
