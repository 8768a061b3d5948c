"""What the chart refuses in networks is found without Helm, in Helm's words."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chartgen.chart.network_refusals import network_refusals
from chartgen.chart.networks import networks
from chartgen.chart.reference import load
from chartgen.chart.scenarios import negatives
from chartgen.chart.values import coalesce
from chartgen.core.errors import InputError
from chartgen.kubernetes import store
from chartgen.render.engine import Request
from tests.chart.conftest import CHART
from tests.chart.test_refusals import REFUSED

LOADED = load(str(CHART))
NEGATIVE = [each for each in negatives(LOADED) if each.refused.startswith("networks.")]
# Behind this comes what Go's reader of JSON says.
OPEN_END = "not a JSON object:"


def messages(tree):
    merged = coalesce(LOADED.default_values, tree)
    platform = "gke-pod-network" if merged["platform"] == "gke" else "auto"
    cluster_network = merged["multus"]["clusterNetwork"] or platform
    return [each.message for _, each in network_refusals(networks(merged), cluster_network)]


def same(found: list[str], text: str) -> bool:
    head, end, _ = text.partition(OPEN_END)
    return any(each.startswith(head + end) if end else each == text for each in found)


@pytest.mark.parametrize("negative", NEGATIVE, ids=lambda each: each.name)
def test_each_is_refused_with_its_text(negative):
    [found] = messages(negative.values.tree)
    assert same([found], negative.refused)


@pytest.mark.parametrize("case", [case for case in REFUSED if "platform" not in case])
def test_what_helm_refuses_first_is_among_them(case):
    tree, text = REFUSED[case]
    assert same(messages(tree), text)


def test_all_of_them_at_once():
    tree = {"networks": {"A": {"mode": "l2"}, "b": {"config": {"type": 5, "name": ""}, "master": "eth1"}}}
    assert [each.partition(";")[0] for each in messages(tree)] == [
        'networks.A: the name "A" is no DNS label (small letters, digits and dashes, at most 63)',
        "networks.A.master: missing",
        "networks.A.range: missing",
        "networks.b.master: config describes the whole network, so master cannot stand beside it",
        "networks.b.config.name: must be a text that is not empty",
        "networks.b.config.type: must be a text, the name of a plugin",
    ]


@pytest.mark.parametrize("name", ["my-auto", "auto-x"])
def test_auto_in_a_name_is_no_word_of_its_own(sdk, name):
    def of(key, cluster_network):
        network = {"master": "eth1", "range": "10.0.0.0/24"}
        tree = {"multus": {"clusterNetwork": cluster_network}, "networks": {key: network}}
        found = messages(tree)
        assert found == [each for each in [helm_refusal(sdk, tree)] if each]
        return found

    assert len(of(name, name)) == 1
    assert of(name.replace("auto", "multus-cni-network"), name) == []
    assert of("auto", "auto") == []
    assert len(of("multus-cni-network", "auto")) == 1


PLUGIN = st.sampled_from([None, 5, {}, {"type": 5}, {"type": ""}, {"type": "a"}])
CONFIG = st.fixed_dictionaries(
    {},
    optional={
        "type": st.sampled_from(["macvlan", "", 5, None, ["x"]]),
        "plugins": st.sampled_from([None, 5, "x", {}]) | st.lists(PLUGIN, max_size=2),
        "name": st.sampled_from(["n", "", 5, None]),
        "cniVersion": st.sampled_from(["0.3.1", "", 5, None]),
    },
)
FIELDS = {
    "name": st.sampled_from(["n", "N", "multus-cni-network", "gke-pod-network", None]),
    "master": st.sampled_from(["eth1", "", None]),
    "range": st.sampled_from(["10.0.0.0/24", "", None]),
    "ranges": st.sampled_from([[{"range": "10.0.0.0/24"}], [], None]),
    "rangeStart": st.sampled_from(["10.0.0.9", None]),
    "cniVersion": st.sampled_from(["1.0.0", "", None]),
    "namespaces": st.sampled_from([["a"], [], None]),
    "enabled": st.sampled_from([True, False, None]),
    "config": st.none() | CONFIG | CONFIG.map(str) | st.sampled_from(["", "[]", "null", "{", "{}"]),
}
NETWORK = st.fixed_dictionaries({}, optional=FIELDS)


def helm_refusal(sdk, tree) -> str:
    try:
        sdk.render(Request(chart=LOADED, values=tree, kube_version=store.newest()))
    except InputError as error:
        return error.problem
    return ""


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.dictionaries(st.sampled_from(["a", "n", "B"]), NETWORK, max_size=2))
def test_helm_refuses_exactly_what_is_found(sdk, found):
    tree = {"networks": found}
    ours, helms = messages(tree), helm_refusal(sdk, tree)
    assert same(ours, helms) if helms else ours == []
