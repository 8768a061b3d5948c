"""Values against schema and meaning: all findings at once, each at its line."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chartgen.chart.reference import chart_of, load
from chartgen.chart.values import Options, Values, collect
from chartgen.cni.addresses import parse_cidr
from chartgen.validate.values import Cluster, ValuesValidator
from tests.chart.conftest import CHART, SCENARIOS
from tests.validate.conftest import Validate, brief

VALIDATOR = ValuesValidator(load(str(CHART)))
GOOD = "networks:\n  a:\n    master: eth1\n    range: 10.0.0.0/24\n"


def test_everything_at_once_and_in_order(validate: Validate):
    text = (
        "platform: aws\n"
        "networks:\n"
        "  a: {master: eth1, range: 10.0.0.0/24, gateway: 10.0.0.1, routes: [{dst: 10.9.0.0/16}]}\n"
        "  b:\n"
        "    range: 10.0.0.0/24\n"
        "  c: {master: eth2, range: 10.9.0.0/24, rangeStart: 10.8.0.1, mode: L2}\n"
        "  d: {master: eth3, range: 10.7.0.0/24, rangeEnd: 10.8.0.1}\n"
        "  a: {master: eth1, range: 10.0.0.0/24, gateway: 10.0.0.1, routes: [{dst: 10.9.0.0/16}]}\n"
    )
    assert brief(validate(text)) == [
        (
            '0.yaml:1:11 error values-refused: platform: "aws" is not a platform of this chart; use one of: '
            "eks, generic, gke, k3s, microk8s, openshift, rke2, talos"
        ),
        (
            "0.yaml:4:3 error values-refused: networks.b.master: missing; name the node's interface that carries "
            "the network, such as eth1, here or in networkDefaults.master"
        ),
        (
            "0.yaml:5:12 warning whereabouts-shared-pool: networks.b.range: networks.b and networks.a take their "
            "addresses from one pool, 10.0.0.0/24, from 10.0.0.1 on"
        ),
        (
            "0.yaml:6:53 warning whereabouts-range-end: networks.c.rangeStart: range_start is ignored: it lies "
            "outside 10.9.0.0/24; addresses come from 10.9.0.1 to 10.9.0.254"
        ),
        '0.yaml:6:69 error values-schema: networks.c.mode: must be one of "l2", "l3", "l3s", null, not "L2"',
        (
            "0.yaml:7:51 warning whereabouts-range-end: networks.d.rangeEnd: range_end is ignored: it lies outside "
            "10.7.0.0/24; addresses come from 10.7.0.1 to 10.7.0.254"
        ),
        (
            "0.yaml:8:3 warning values-duplicate-key: networks.a: the key stands twice, first in line 3; "
            "the last one counts"
        ),
        (
            "0.yaml:8:50 warning whereabouts-gateway-in-pool: networks.a.gateway: a pod gets the gateway's own address "
            "10.0.0.1"
        ),
    ]


def test_each_finding_names_the_file_that_set_the_value(validate: Validate):
    found = validate(GOOD, "networks: {a: {rangeStart: 10.9.0.1}}\n", "networks: {b: {master: eth2}}\n")
    assert [(str(each.location).rpartition("/")[2], each.location.values_path) for each in found] == [
        ("1.yaml:1:28", "networks.a.rangeStart"),
        ("2.yaml:1:12", "networks.b.range"),
    ]


def test_an_option_is_a_place_too(validate: Validate):
    [found] = validate(GOOD, set=["networks.a.rangeEnd=10.9.0.1"])
    assert str(found.location) == "--set networks.a.rangeEnd=10.9.0.1"


def test_a_default_of_the_networks_is_where_it_is_set(validate: Validate):
    [found] = validate("networkDefaults:\n  gateway: 10.0.0.1\n  routes: [{dst: 10.9.0.0/16}]\n" + GOOD)
    assert (found.location.line, found.location.values_path) == (2, "networkDefaults.gateway")
    assert found.message == (
        "networkDefaults.gateway: networks.a: a pod gets the gateway's own address 10.0.0.1"
    )


def test_a_default_of_the_chart_is_told_at_the_network(validate: Validate):
    text = "networkDefaults: {master: eth1}\nnetworks:\n  a: {mode: l3, range: 10.0.0.0/24}\n"
    [found] = validate(text + "  b: {range: 10.1.0.0/24}\n")
    assert str(found.location).endswith("0.yaml:4:3")
    assert found.location.values_path == "networks.b"
    assert found.message == (
        "networks.b: networkDefaults.mode: eth1 cannot carry the mode l2: networks.a has l3 on it"
    )


def test_the_version_of_the_image_decides(validate: Validate):
    twice = "networks: {a: {master: eth1, ranges: [{range: 10.0.0.0/24}, {range: 10.0.0.0/24}]}}\n"
    assert validate("platform: gke\n" + twice) == []
    [found] = validate("platform: generic\n" + twice)
    assert found.message == (
        "networks.a.ranges[1].range: Whereabouts 0.9.4 gives a pod 10.0.0.1 twice, and its interface takes it once"
    )
    tag = "whereabouts: {image: {tag: v0.7.0}}\n"
    assert validate("platform: generic\n" + tag + twice) == []


@pytest.mark.parametrize(
    ("config", "path", "message"),
    [
        (
            "{type: ipvlan, ipam: {type: whereabouts, range: 10.0.0.0/31}, master: e}",
            "networks.r.config.ipam.range",
            "too small",
        ),
        (
            '\'{"type": "ipvlan", "mode": "L2", "ipam": {"type": "x"}, "master": "e"}\'',
            "networks.r.config",
            "networks.r.config: mode: ipvlan has no mode",
        ),
        ("{type: a/b}", "networks.r.config.type", "is no plugin name"),
        (
            "{type: ipvlan, mtu: '1400', ipam: {type: x}, master: e}",
            "networks.r.config.mtu",
            "must be an integer, not a text",
        ),
    ],
)
def test_configurations_of_the_user_are_read_to_the_end(validate: Validate, config, path, message):
    [found] = validate(f"networks:\n  r:\n    config: {config}\n")
    assert found.location.values_path == path
    assert message in found.message


def test_plugins_behind_ipvlan_are_read_too(validate: Validate):
    [found] = validate(GOOD + "    plugins: [{type: tuning}, {type: ipvlan, mode: L3}]\n")
    assert found.location.values_path == "networks.a.plugins[1].mode"


def test_networks_in_each_others_way(validate: Validate):
    text = GOOD + "  b: {master: eth1, mode: l3, range: 10.0.0.0/25}\n"
    rules = [each.rule for each in validate(text)]
    assert rules == ["whereabouts-overlap", "ipvlan-parent"]


def test_what_is_known_of_the_cluster(validate: Validate):
    taken = (("range of the cluster's pods", parse_cidr("10.0.0.0/8").network),)
    [found] = validate(GOOD, cluster=Cluster(taken=taken))
    assert found.rule == "whereabouts-reserved"
    [found] = validate(GOOD, cluster=Cluster(kube_version="v1.33.1+k3s1"))
    assert found.message.startswith("platform: the cluster says that it is k3s")


def test_isolation_makes_a_network_of_the_system_unreachable(validate: Validate):
    text = GOOD + "    namespaces: [default, kube-system]\n"
    [found] = validate(text)
    assert (found.rule, found.location.values_path) == ("values-isolation", "networks.a.namespaces[1]")
    assert validate("multus: {globalNamespaces: [kube-system]}\n" + text) == []
    assert validate("multus: {globalNamespaces: [blue]}\n" + text) == [
        replace(found, location=found.location._replace(line=found.location.line + 1))
    ]
    assert len(validate("multus: {globalNamespaces: []}\n" + text)) == 1
    assert validate("multus: {namespaceIsolation: false}\n" + text) == []


@pytest.mark.parametrize(
    ("wrong", "path"),
    [
        ("multus: {globalNamespaces: 5}", "multus.globalNamespaces"),
        ("whereabouts: {gc: {extraArgs: 5}}", "whereabouts.gc.extraArgs"),
    ],
)
def test_a_list_that_is_none_ends_nothing(validate: Validate, wrong, path):
    found = validate(f"platform: generic\n{wrong}\n{GOOD}    namespaces: [kube-system]\n    mtu: x\n")
    assert [each.location.values_path for each in found if each.rule == "values-schema"] == [
        path,
        "networks.a.mtu",
    ]


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda path: path.stem)
def test_the_scenarios_of_the_chart_have_no_errors_and_no_warnings(chart, scenario):
    found = ValuesValidator(chart).findings(collect(Options([str(scenario)])))
    assert {str(each.severity) for each in found} <= {"info"}, brief(found)


def test_a_chart_of_somebody_else_has_a_schema_at_most():
    files = {
        "Chart.yaml": b"apiVersion: v2\nname: c\nversion: 0.1.0\n",
        "values.schema.json": b'{"properties": {"a": {"type": "string"}}}',
    }
    validator = ValuesValidator(chart_of("c", files))
    assert [each.message for each in validator.findings(Values({"a": 1}))] == [
        "a: must be of type string, not 1"
    ]
    assert not validator.knows_meaning
    assert validator.needs_rendering(Values({}), [])


def test_helm_is_asked_only_where_it_alone_can_tell(chart):
    validator = ValuesValidator(chart)
    own = Values({"extraObjects": ["{{ fail }}"]})
    assert validator.needs_rendering(own, [])
    assert not validator.needs_rendering(Values({}), [])
    assert not validator.needs_rendering(own, validator.findings(Values({"platform": "aws"})))


SCALAR = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=6)
    | st.sampled_from(["10.0.0.0/24", "gke", "eth1", "{}", "auto"])
)
TREE = st.recursive(
    SCALAR,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "range",
                    "ranges",
                    "config",
                    "plugins",
                    "ipam",
                    "type",
                    "master",
                    "name",
                    "namespaces",
                    "exclude",
                    "image",
                    "tag",
                ]
            )
            | st.text(max_size=3),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)
TOP = st.dictionaries(
    st.sampled_from(
        [
            "networks",
            "networkDefaults",
            "platform",
            "platformCheck",
            "multus",
            "whereabouts",
            "daemonset",
            "x",
        ]
    ),
    TREE | st.dictionaries(st.text(max_size=3), TREE, max_size=3),
    max_size=4,
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TOP)
def test_no_values_are_too_odd(tree):
    for each in VALIDATOR.findings(Values(tree)):
        assert each.message
        assert each.rule
