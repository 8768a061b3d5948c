"""The short way gives what the long way over JSON gives."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chartgen.chart import typed
from chartgen.chart.networks import networks
from chartgen.chart.reference import load
from chartgen.chart.values import Values, coalesce
from chartgen.chart.values_schema import ValuesSchema
from chartgen.cni import advice, nad
from chartgen.cni.json_text import from_value
from chartgen.cni.versions import Versions
from tests.chart.conftest import CHART

LOADED = load(str(CHART))
SCHEMA = ValuesSchema(LOADED)

V4 = st.sampled_from(
    ["10.0.0.0", "10.0.0.1", "10.0.0.2", "10.0.0.7", "10.0.0.255", "10.0.1.3", "0.0.0.1", "255.255.255.255"]
)
V6 = st.sampled_from(["fd00::", "fd00::1", "fd00::9", "::", "::1", "fd00:0:0:1::"])
ADDRESS = V4 | V6
PREFIX = st.sampled_from([1, 8, 24, 29, 30])
RANGE_TEXT = st.one_of(
    st.builds("{}/{}".format, V4, PREFIX),
    st.builds("{}-{}/{}".format, V4, V4, PREFIX),
    st.builds("{}/{}".format, V6, st.sampled_from([16, 64, 96, 126])),
)
RANGE = st.fixed_dictionaries(
    {"range": RANGE_TEXT},
    optional={
        "rangeStart": ADDRESS,
        "rangeEnd": ADDRESS,
        "exclude": st.lists(
            ADDRESS | st.builds("{}/{}".format, V4, st.sampled_from([0, 1, 24, 25, 31, 32])), max_size=3
        ),
    },
)
NETWORK = st.fixed_dictionaries(
    {"master": st.just("eth1")},
    optional={
        "gateway": ADDRESS,
        "routes": st.lists(
            st.fixed_dictionaries(
                {"dst": st.sampled_from(["0.0.0.0/0", "10.9.0.0/16"])}, optional={"gw": ADDRESS}
            ),
            max_size=2,
        ),
        "networkName": st.just("blue"),
        "enableOverlappingRanges": st.booleans(),
        "cniVersion": st.sampled_from(["0.1.0", "0.3.1", "1.0.0"]),
        "mode": st.sampled_from(["l2", "l3"]),
    },
)
ANY = st.tuples(
    NETWORK, RANGE | st.lists(RANGE, min_size=1, max_size=3).map(lambda ranges: {"ranges": ranges})
).map(lambda pair: {**pair[0], **pair[1]})


@settings(max_examples=400, deadline=None)
@given(ANY, st.sampled_from([(0, 7, 0), (0, 9, 4)]))
def test_both_ways_agree(network, whereabouts):
    tree = {"networks": {"a": network}}
    merged = coalesce(LOADED.default_values, tree)
    assert SCHEMA.refused(Values(tree), merged) == []
    [found] = networks(merged)
    versions = Versions(whereabouts=whereabouts)
    short = typed.read(found, versions)
    long = nad.check_tree(from_value(found.config()), "a", versions)
    # Whereabouts stops at a range that it cannot read; here the others are looked at too.
    assert short.problems[: len(long.problems)] == long.problems
    if not long.ipams:
        assert long.problems
        assert not short.first_pod
        return
    assert short.problems == long.problems
    assert short.ipams == long.ipams
    assert short.first_pod == long.first_pod
    assert advice.address_problems(short) == advice.problems(long, whereabouts)


def read(own):
    [found] = networks(coalesce(LOADED.default_values, {"networks": {"a": {"master": "eth1", **own}}}))
    return typed.read(found, Versions())


def test_a_range_that_cannot_be_read_hides_no_other():
    exhausted = {"range": "10.0.0.0/24", "exclude": ["10.0.0.0/24"]}
    unreadable = {"range": "10.1.0.9-10.2.0.4/24"}
    found = read(
        {"ranges": [exhausted, unreadable], "gateway": "10.2.0.1", "routes": [{"dst": "10.9.0.0/16"}]}
    )
    assert [(each.rule, each.path[3:]) for each in found.problems] == [
        ("whereabouts-range", ("ipRanges", 1, "range")),
        ("whereabouts-exhausted", ("ipRanges", 0, "exclude")),
    ]
    assert [str(part.network) for part in found.ipams[0].ranges] == ["10.0.0.0/24"]
    # The gateway may lie in the range that nobody can read.
    assert advice.address_problems(found) == []


def test_ranges_that_are_left_out():
    twice = {"range": "10.0.0.0/24"}
    found = read({"ranges": [twice, None, twice]})
    assert found.problems == ()
    assert [part.path[-1] for part in found.ipams[0].ranges] == [0, 2]
    assert read({"ranges": [None]}).ipams == read({}).ipams == {}
    assert read({}).problems == ()


@pytest.mark.parametrize(
    ("own", "simple"),
    [
        ({"master": "eth1", "range": "10.0.0.0/24"}, True),
        ({"master": "eth1", "range": "10.0.0.0/24", "plugins": []}, True),
        ({"master": "eth1", "range": "10.0.0.0/24", "plugins": [{"type": "tuning"}]}, False),
        ({"config": "{}"}, False),
    ],
)
def test_what_has_a_short_way(own, simple):
    [found] = networks(coalesce(LOADED.default_values, {"networks": {"a": own}}))
    assert typed.is_simple(found) is simple
