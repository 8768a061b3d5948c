"""Slices for nodes: upstream-facts §3.6, run with DivideRangeBySize of Whereabouts 0.9.4."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chartgen.cni.addresses import format_address
from chartgen.cni.allocation import first_pod
from chartgen.cni.slices import slice_count, slice_problems, slice_size
from tests.cni_cases import ACCEPTED, CRASH, ENOUGH, REFUSED, ipam_of, rules, verdict

NEWEST = (0, 9, 4)


def sliced(size: str, text: str = "10.0.0.0/24", **ipam: object):
    found, refused = ipam_of({"range": text, "node_slice_size": size, **ipam}, NEWEST)
    assert refused == []
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("size", "text", "expected", "count"),
    [
        pytest.param("/26", "10.0.0.0/24", ACCEPTED, 4, id="facts 3.6 /26 of /24"),
        pytest.param("26", "10.0.0.0/24", ACCEPTED, 4, id="facts 3.6 without /"),
        pytest.param("/24", "10.0.0.0/24", ACCEPTED, 1, id="facts 3.6 the whole"),
        pytest.param("/30", "10.0.0.0/16", ACCEPTED, 2**14, id="facts 3.6 the smallest"),
        pytest.param("/22", "10.0.0.0/24", CRASH, 0, id="facts 3.6 /22 of /24"),
        pytest.param("abc", "10.0.0.0/24", CRASH, 0, id="facts 3.6 abc"),
        pytest.param("/", "10.0.0.0/24", CRASH, 0, id="facts 3.6 empty"),
        pytest.param("//26", "10.0.0.0/24", CRASH, 0, id="facts 3.6 //26"),
        pytest.param("/31", "10.0.0.0/24", REFUSED, 0, id="facts 3.6 /31"),
        pytest.param("/33", "10.0.0.0/24", REFUSED, 0, id="facts 3.6 /33"),
        pytest.param("-1", "10.0.0.0/24", CRASH, 0, id="facts 3.6 negative"),
        pytest.param("/72", "fd00::/64", CRASH, 0, id="facts 3.6 IPv6"),
    ],
)
def test_a_slice(size, text, expected, count):
    found = sliced(size, text)
    problems = slice_problems(found)
    assert verdict(problems) == expected
    assert all(each.path == ("ipam", "node_slice_size") for each in problems)
    assert slice_count(found) == count
    given, failed = first_pod(found, NEWEST)
    assert failed == problems
    assert [format_address(each.address) for each in given] == ([] if problems else ["10.0.0.1"])


def test_the_controller_needs_a_range():
    found, _ = ipam_of({"node_slice_size": "/26"}, NEWEST)
    assert found is not None
    assert (rules(slice_problems(found)), slice_count(found)) == (["whereabouts-slices"], 0)


def test_only_the_first_range_counts():
    found = sliced("/26", ipRanges=[{"range": "10.1.0.0/8"}])
    assert slice_count(found) == 4


def test_exclude_is_not_looked_at():
    # facts 3.6: exclude, start and end are dropped; 0.9.4 pkg/storage/kubernetes/ipam.go:615 makes the range anew.
    assert first_pod(sliced("/26", exclude=["banana"]), NEWEST)[1] == []
    assert rules(first_pod(sliced("/31", "10.0.0.0/31"), NEWEST)[1]) == ["whereabouts-slices"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/26", 26),
        ("26", 26),
        ("+26", 26),
        ("/-1", -1),
        ("026", 26),
        ("", None),
        (" 26", None),
        ("26\n", None),
        ("2٦", None),
        ("9" * 10, None),
    ],
)
def test_a_size(text, expected):
    assert slice_size(text) == expected


def test_more_slices_than_an_object_holds():
    assert verdict(slice_problems(sliced("/30", "10.0.0.0/8"))) == CRASH


def test_the_pool_of_slices_needs_a_name_that_kubernetes_takes():
    assert verdict(slice_problems(sliced("/26", network_name="Blue"))) == CRASH


@ENOUGH
@given(st.integers(16, 30), st.integers(16, 30))
def test_slices_are_counted_as_python_does(prefix, size):
    found = sliced(f"/{size}", f"10.0.0.0/{prefix}")
    whole = ipaddress.ip_network(f"10.0.0.0/{prefix}", strict=False)
    assert slice_count(found) * 2 ** (32 - size) == (whole.num_addresses if size >= prefix else 0)


@ENOUGH
@given(st.text(max_size=10))
def test_any_size_is_judged(text):
    found = sliced(text)
    assert (slice_count(found) == 0) == bool(slice_problems(found))
