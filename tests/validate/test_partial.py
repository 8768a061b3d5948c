"""What is wrong in a network hides nothing else of it, and nothing follows from it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chartgen.chart.networks import networks
from chartgen.chart.reference import load
from chartgen.chart.values import Values
from chartgen.cni.versions import Versions
from chartgen.validate import partial
from chartgen.validate.values import ValuesValidator
from tests.chart.conftest import CHART
from tests.validate.conftest import Validate, brief

A = "networks:\n  a: {master: eth1, mode: l3, range: 10.0.0.0/24}\n"
EXHAUSTED = "range: 10.9.0.0/30, exclude: [10.9.0.0/30]"
OVERLAPS = "range: 10.0.0.0/25"
VALIDATOR = ValuesValidator(load(str(CHART)))


def rules(found) -> list[tuple[str, str]]:
    return [(each.rule, each.location.values_path) for each in found]


@pytest.mark.parametrize(
    "wrong", ["mode: L2", "mtu: x", "namespaces: [A]", "labels: {a: 5}", "such: 1", "gateway: x", "name: [x]"]
)
def test_a_field_that_the_schema_refuses_hides_nothing(validate: Validate, wrong):
    found = validate(f"{A}  b: {{master: eth2, {EXHAUSTED}, {wrong}}}\n")
    assert sorted(each.rule for each in found) == ["values-schema", "whereabouts-exhausted"]
    found = validate(f"{A}  b: {{master: eth2, {OVERLAPS}, {wrong}}}\n")
    assert sorted(each.rule for each in found) == ["values-schema", "whereabouts-overlap"]


@pytest.mark.parametrize(
    "wrong", ["master: eth/1", "mode: L2, master: eth1", "mtu: x, mode: l2, master: [eth1]"]
)
def test_parents_are_judged_where_mode_and_master_are_known(validate: Validate, wrong):
    found = validate(f"{A}  b: {{range: 10.1.0.0/24, {wrong}}}\n")
    assert {each.rule for each in found} == {"values-schema"}
    found = validate(f"{A}  b: {{range: 10.1.0.0/24, master: eth1, mode: l2, mtu: x}}\n")
    assert [each.rule for each in found] == ["ipvlan-parent", "values-schema"]


@pytest.mark.parametrize(
    ("own", "path"),
    [
        ("mtu: 1400", "networks.b.master"),
        ("master: eth2, namespaces: null", "networks.b.namespaces"),
        ("master: eth2, name: multus-cni-network", "networks.b"),
        ("master: eth2, name: a", "networks.b"),
    ],
)
def test_what_the_chart_refuses_hides_nothing(validate: Validate, own, path):
    found = validate(f"{A}  b: {{{OVERLAPS}, {own}}}\n")
    assert sorted(rules(found)) == [("values-refused", path), ("whereabouts-overlap", "networks.a.range")]


def test_ranges_are_judged_each_by_itself(validate: Validate):
    text = (
        "networks: {b: {master: eth2, gateway: 10.7.0.1, routes: [{dst: 10.8.0.0/16, gw: 10.7.0.2}], "
        "ranges: [{range: 5}, {range: 10.9.0.0/30, exclude: [10.9.0.0/30]}, {range: 10.6.0.9-10.5.0.4/24}]}}\n"
    )
    assert sorted(rules(validate(text))) == [
        ("values-schema", "networks.b.ranges[0].range"),
        ("whereabouts-exhausted", "networks.b.ranges[1].exclude"),
        ("whereabouts-range", "networks.b.ranges[2].range"),
    ]


@pytest.mark.parametrize("own", ["range: x", "range: 10.0.0.0/24, rangeStart: x", "ranges: 5", "ranges: [5]"])
def test_nothing_is_missing_that_is_told(validate: Validate, own):
    found = validate(f"networks: {{b: {{master: eth2, {own}}}}}\n")
    assert [each.rule for each in found] == ["values-schema"], brief(found)


def test_two_forms_are_read_neither(validate: Validate):
    found = validate(f"{A}  b: {{master: eth2, {OVERLAPS}, ranges: [{{{EXHAUSTED}}}]}}\n")
    assert rules(found) == [("values-refused", "networks.b")]


@pytest.mark.parametrize("wrong", ["cniVersion: x", "networkName: '?'", "enabled: x"])
def test_what_all_hangs_on_ends_it(validate: Validate, wrong):
    found = validate(f"{A}  b: {{master: eth2, {OVERLAPS}, {EXHAUSTED.partition(', ')[2]}, {wrong}}}\n")
    assert [each.rule for each in found] == ["values-schema"], brief(found)


def test_a_configuration_of_the_user_is_not_read_beside_a_refusal(validate: Validate):
    config = "config: {type: ipvlan, master: e, mode: L9, ipam: {type: x}}"
    assert rules(validate(f"networks: {{b: {{{config}, labels: {{a: 5}}}}}}\n")) == [
        ("values-schema", "networks.b.labels.a")
    ]
    assert rules(validate(f"networks: {{b: {{{config}, master: eth1}}}}\n")) == [
        ("values-refused", "networks.b.master")
    ]


def test_a_default_that_is_refused_counts_where_it_is_used(validate: Validate):
    text = (
        "networkDefaults: {master: eth1, mode: L2}\nnetworks:\n  a: {mode: l3, range: 10.0.0.0/24}\n"
        f"  b: {{{EXHAUSTED}}}\n  c: {{mode: l2, range: 10.3.0.0/24}}\n"
    )
    assert rules(validate(text)) == [
        ("values-schema", "networkDefaults.mode"),
        ("whereabouts-exhausted", "networks.b.exclude"),
        ("ipvlan-parent", "networks.c.mode"),
    ]


def test_parts_of_a_network():
    [network] = networks({"networkDefaults": {"mode": "L2", "mtu": "x"}, "networks": {"a": {"mtu": 1400}}})
    told = partial.parts(
        network, [("networks", "a", "such")], [("networkDefaults", "mode"), ("networkDefaults", "mtu")]
    )
    assert told == {("such",), ("mode",)}
    assert partial.without(network, set()) is network
    assert partial.without(network, {()}) is None
    assert partial.without(network, told).fields == {"mtu": 1400}
    assert partial.read(network, {()}, [], Versions()) is None


WRONG = st.sampled_from([None, 5, "", "x", [], {}, [5], [None], [{}], {"a": 5}, True, [{"range": 5}]])
RIGHT = {
    "master": "eth1",
    "mode": "l3",
    "range": "10.0.0.0/24",
    "rangeStart": "10.0.0.5",
    "exclude": ["10.0.0.0/24"],
    "ranges": [{"range": "10.0.0.0/24"}, {"range": "fd00::/64", "exclude": ["fd00::1"]}],
    "gateway": "10.0.0.1",
    "routes": [{"dst": "10.9.0.0/16", "gw": "10.0.0.2"}],
    "namespaces": ["kube-system"],
    "cniVersion": "0.1.0",
    "name": "x",
    "networkName": "blue",
    "plugins": [{"type": "tuning"}],
    "config": {"type": "ipvlan"},
}
FIELDS = st.fixed_dictionaries({}, optional={key: st.just(value) | WRONG for key, value in RIGHT.items()})


@settings(max_examples=200, deadline=None)
@given(st.lists(FIELDS, min_size=1, max_size=3), FIELDS)
def test_no_network_is_too_odd(found, defaults):
    tree = {"networks": dict(zip("abc", found, strict=False)), "networkDefaults": defaults}
    for each in VALIDATOR.findings(Values(tree)):
        assert each.message
